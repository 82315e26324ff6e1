package org.faustspring.engine.unit;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The effects of the event that the current thread is processing: they join the task's
 * open commit if the handler returns, and vanish if it throws. Belongs to the thread that
 * runs the handler.
 */
public abstract class UnitOfWork {

	private static final ThreadLocal<@Nullable Place> PLACES = new ThreadLocal<>();

	private @Nullable Long time;

	/**
	 * Return the unit of work of the current thread.
	 * @return the unit, or {@code null} outside a handler
	 */
	public static @Nullable UnitOfWork current() {
		Place place = PLACES.get();
		return (place != null) ? place.unit : null;
	}

	/**
	 * Make a unit the current thread's, or none.
	 * @param unit the unit, {@code null} to end
	 */
	public static void enter(@Nullable UnitOfWork unit) {
		place().unit = unit;
	}

	/**
	 * Return where the current thread's unit is, to enter units without looking for it
	 * again.
	 * @return the place
	 */
	public static Place place() {
		Place place = PLACES.get();
		if (place == null) {
			place = new Place();
			PLACES.set(place);
		}
		return place;
	}

	/**
	 * Send a record to the App's cluster when the event has been processed, in the
	 * commit's transaction under exactly-once.
	 * @param record the record
	 */
	public abstract void send(ProducerRecord<byte[], byte[]> record);

	/**
	 * Send a record by another producer, such as one to another cluster, when the event
	 * has been processed. The commit waits for it and fails if it fails.
	 * @param producer the producer
	 * @param record the record
	 * @param <K> the type of the producer's keys
	 * @param <V> the type of the producer's values
	 */
	public abstract <K, V> void send(Producer<K, V> producer, ProducerRecord<K, V> record);

	/**
	 * Give a message to an outlet when the event has been processed. It may hold the
	 * event, so that its offset is not committed before the message has been processed
	 * too.
	 * @param outlet the outlet
	 * @param message the message
	 */
	public abstract void publish(Outlet outlet, Object message);

	/**
	 * Tell whether an outlet, and whoever takes its messages for it, has room for one
	 * more message of this unit.
	 * @param outlet the outlet
	 * @return whether there is room
	 */
	public boolean hasRoom(Outlet outlet) {
		return outlet.hasRoom();
	}

	/**
	 * Ask for a commit as soon as there is nothing else to do, since somebody waits for
	 * what is sent.
	 */
	public void commitSoon() {
		// Where there is no commit, there is nothing to wait for.
	}

	/**
	 * Return the producer that {@link #send(ProducerRecord)} ends at, to ask for metadata
	 * only.
	 * @return the producer
	 */
	public abstract Producer<byte[], byte[]> producer();

	/**
	 * Return a time as records take it: mostly the same object as before, since many
	 * events have the same time.
	 * @param millis milliseconds since the epoch; less than 0 if there is no time
	 * @return the time, or {@code null} if there is none
	 */
	public final @Nullable Long time(long millis) {
		Long latest = this.time;
		if (latest != null && latest == millis) {
			return latest;
		}
		latest = (millis >= 0) ? (Long) millis : null;
		this.time = latest;
		return latest;
	}

	/**
	 * Where the unit of work of one thread is. Belongs to that thread.
	 */
	public static final class Place {

		private @Nullable UnitOfWork unit;

		private Place() {
		}

		/**
		 * Make a unit the thread's, or none.
		 * @param current the unit, {@code null} to end
		 */
		public void enter(@Nullable UnitOfWork current) {
			this.unit = current;
		}

	}

}
