package org.faustspring.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The sequence of events that an agent consumes. An agent takes it as its only parameter,
 * in one of two shapes: a <em>pipeline</em> returns a stream that it has composed once,
 * at start, and that the engine pushes events through; its values go to the agent's
 * sinks. A <em>loop</em> returns nothing and iterates; each actor runs the method anew,
 * beginning with what is before the loop.
 * <p>
 * <b>Effects.</b> What is done with an event (table writes, sends to topics) is one unit
 * of work, from when the event is handed out until the next one is asked for: then the
 * effects and the event's offset join the open commit. A loop that returns acknowledges
 * the event in hand. Events that an operator drops are acknowledged when they are passed
 * over. What is kept back, such as a list that is not full, is not acknowledged.
 * <p>
 * <b>Failures.</b> When a function of an operator, or the body of a loop, throws, the
 * effects of its event (or of the whole list) are undone, and the event counts an attempt
 * and is handed out again, until it goes to the dead-letter topic or where else the
 * agent's error policy says. A body that throws ends its loop: the actor starts the
 * method again, from its first line. Whatever operators have kept back comes again, and
 * what they count begins anew.
 * <p>
 * <b>Null.</b> Tombstones are {@code null} values: functions are called with
 * {@code null}, unless {@code filter(Objects::nonNull)} comes first. Destinations and
 * sinks are not given {@code null}.
 * <p>
 * <b>Composing.</b> Each operator returns a stream; the one it was called on must not be
 * used further, but for {@link #currentEvent()}. Functions are called on the thread of
 * the actor, one at a time; those of a pipeline are shared by the actors of the agent.
 *
 * @param <T> the type of the values
 */
public interface EventStream<T> extends Iterable<T> {

	/**
	 * Iterate, in a loop agent: each value is acknowledged when the next one is asked
	 * for. Waits for events; ends only where {@link #takeWhile} ends the stream. A
	 * further iterator of the same stream goes on where the last one was.
	 * @return the iterator; throws {@link StreamClosedException} when the actor ends
	 * @throws IllegalStateException outside a loop agent
	 */
	@Override
	Iterator<T> iterator();

	/**
	 * Go on with each value's event: key, headers, time and place beside the value. After
	 * {@link #take} it is the event of the list's last value. Valid only until the next
	 * one is asked for, but for {@link #noAck()}.
	 * @return the events, never {@code null}
	 */
	EventStream<Event<T>> events();

	/**
	 * Go on with keys and values. The key is read from its bytes by its type.
	 * @param keyType the type of the keys
	 * @param <K> the type of the keys
	 * @return the items, never {@code null}; their key is {@code null} where there is
	 * none
	 */
	<K> EventStream<Item<K, T>> items(Class<K> keyType);

	/**
	 * Go on with what a function makes of each value.
	 * @param function the function; may return {@code null}
	 * @param <R> the type of its results
	 * @return the results
	 */
	<R> EventStream<R> map(Function<? super T, ? extends R> function);

	/**
	 * Go on with all that a function makes of each value, in order. The event is
	 * acknowledged when its last value has been processed, at once if there is none. A
	 * loop draws the values one by one, so they may be lazy.
	 * @param function the function; {@code null} counts as empty
	 * @param <R> the type of its results
	 * @return the results
	 */
	<R> EventStream<R> flatMap(Function<? super T, ? extends Iterable<? extends R>> function);

	/**
	 * Go on with the values that a predicate holds for; the others are acknowledged.
	 * @param predicate the predicate
	 * @return the values it holds for
	 */
	EventStream<T> filter(Predicate<? super T> predicate);

	/**
	 * Do something with each value before it goes on. What it does belongs to the event.
	 * @param action the action
	 * @return the same values
	 */
	EventStream<T> peek(Consumer<? super T> action);

	/**
	 * Number the values, from 0 for the first one since the actor began. The actor begins
	 * anew with its agent, when its task comes to another instance or worker, and when
	 * its loop is started again; a value that is handed out again counts again.
	 * @return the numbered values
	 */
	EventStream<Indexed<T>> enumerate();

	/**
	 * Go on with lists. A list is complete when it is full, or when its time is over, at
	 * which it goes on without a further event. Its events are one unit of work and
	 * acknowledged as a whole; those of an incomplete list come again after a restart. A
	 * list of several that has failed on all but its last attempt is taken apart: each of
	 * its events has its last attempt in a list of its own.
	 * @param size most values of a list, at least 1
	 * @param within longest time from the first value of a list until it goes on
	 * @return the lists, never empty, unmodifiable; elements may be {@code null}
	 */
	EventStream<List<T>> take(int size, Duration within);

	/**
	 * End the stream before the first value that a predicate does not hold for. The event
	 * of that value is not consumed: it stays unacknowledged, with whatever it has
	 * effected so far undone. In a loop the iteration ends, and the next iteration of
	 * this stream gets the event. A pipeline's actor is completed; when its agent is
	 * started again, it takes up at that event. Lists of a later {@link #take} go on as
	 * they are.
	 * @param predicate the predicate
	 * @return the values before
	 */
	EventStream<T> takeWhile(Predicate<? super T> predicate);

	/**
	 * Let no more values through than a rate, on average: up to {@code events} at once,
	 * then as time passes. When all are used up, the actor rests, without holding up
	 * others. Of several values of one event none waits; they count all the same. The
	 * rate holds for each actor, that is for each task.
	 * @param events number of values, at least 1
	 * @param per the time for that many
	 * @return the same values
	 */
	EventStream<T> rateLimit(int events, Duration per);

	/**
	 * Group by a key: values go through an internal topic, partitioned by the key, and
	 * what follows runs in the tasks of that topic. The topic is created, and partitioned
	 * like the tables that are used after it, before any event flows. Each event goes on
	 * once, also after a crash, if the functions before it are deterministic. Values must
	 * be as they came, since they are passed on as bytes: where they have been mapped,
	 * name the types.
	 * @param key computes the key, not {@code null}; written by its type
	 * @param name name of the grouping, part of the topic's name, unique in the agent
	 * @param <K> the type of the keys
	 * @return the values, in the order of their source by key
	 */
	<K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String name);

	/**
	 * Group by a key, as {@link #groupBy(Function, String)} does, and write and read keys
	 * and values by the given types.
	 * @param key computes the key, not {@code null}
	 * @param name name of the grouping, part of the topic's name, unique in the agent
	 * @param keyType the type of the keys
	 * @param valueType the type of the values
	 * @param <K> the type of the keys
	 * @return the values, in the order of their source by key
	 */
	<K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String name, Class<K> keyType, Class<T> valueType);

	/**
	 * Send the values through a topic, under the keys they have, and go on with what
	 * comes out of it: also what others send to it. Values are written and read by the
	 * topic's types.
	 * @param topic the topic
	 * @return the values of the topic
	 */
	EventStream<T> through(Conduit<T> topic);

	/**
	 * Give each value to destinations, and go on with it. A topic sends it with the
	 * commit of the event; others are called at once, and again when the event is handed
	 * out again. Not given {@code null}.
	 * @param destinations where to
	 * @return the same values
	 */
	@SuppressWarnings("unchecked")
	EventStream<T> echo(Destination<? super T>... destinations);

	/**
	 * Give each value to a destination, as {@link #echo} does.
	 * @param destination where to
	 * @return the same values
	 */
	EventStream<T> sink(Destination<? super T> destination);

	/**
	 * Merge streams of topics and channels into this one, such as
	 * {@code topic.stream().map(...)}. Topics must have as many partitions as those of
	 * this stream: each actor reads the same partition of all. Of a channel it gets what
	 * handlers of its task publish; a message has the timestamp of the event it came
	 * from. Of what is there, the event with the lowest timestamp comes first, but
	 * messages go first when a commit waits for them.
	 * @param others the other streams, which must not be used further
	 * @return the values of all
	 */
	@SuppressWarnings("unchecked")
	EventStream<T> merge(EventStream<? extends T>... others);

	/**
	 * Merge streams, as {@link #merge} does, in the order of event time: an event waits
	 * for topics that have nothing to compare with, and never for channels.
	 * @param wait longest time that an event waits, from when it is there
	 * @param others the other streams, which must not be used further
	 * @return the values of all
	 */
	@SuppressWarnings("unchecked")
	EventStream<T> mergeByTime(Duration wait, EventStream<? extends T>... others);

	/**
	 * Send the values that a predicate holds for down a branch, and go on with the
	 * others. The branch is composed at once; what comes out at its end is dropped, so it
	 * ends in a {@link #sink}. Its values belong to their events like those of this
	 * stream. In a branch there is no groupBy, through, merge, takeWhile and noAck.
	 * @param when the predicate
	 * @param branch composes the branch
	 * @return the values it does not hold for
	 */
	EventStream<T> branch(Predicate<? super T> when, Function<? super EventStream<T>, ? extends EventStream<?>> branch);

	/**
	 * Drop values whose key has been let through before, less than a time away by the
	 * timestamps of their events. What has been let through is kept in a table of the
	 * task, which survives restarts and forgets what is over. Values of one key have to
	 * come by the same partition.
	 * @param key computes what tells values apart, not {@code null}; written by its type
	 * @param within for how long
	 * @return the values let through
	 */
	EventStream<T> distinct(Function<? super T, ?> key, Duration within);

	/**
	 * Leave it to the application to acknowledge: an event is done when
	 * {@link Event#ack()} has been called, by any thread, of its event from
	 * {@link #events()} or {@link #currentEvent()}. Until then its table writes are its
	 * own, and it counts against what the actor takes, so that reading pauses. Table
	 * entries that another event has changed meanwhile make it come again. After a
	 * restart, or when the loop is started again, what is not acknowledged comes again.
	 * @return the same values
	 */
	EventStream<T> noAck();

	/**
	 * Return the event in hand: in a loop the one whose value was handed out last, in a
	 * function of an operator the one whose value is being pushed; of a list its last.
	 * @return the event
	 * @throws IllegalStateException if there is none, or on another thread
	 */
	Event<?> currentEvent();

}
