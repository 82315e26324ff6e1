package org.faustspring.engine.unit;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A unit of work that keeps what it is given, for tests.
 */
public final class RecordedUnit extends UnitOfWork implements AutoCloseable {

	private final Producer<byte[], byte[]> producer;

	private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

	private final List<ByOther> byOthers = new ArrayList<>();

	private final List<Object> published = new ArrayList<>();

	public RecordedUnit() {
		this(new MockProducer<>());
	}

	public RecordedUnit(Producer<byte[], byte[]> producer) {
		this.producer = producer;
	}

	/**
	 * Make a new unit the current thread's, until it is closed.
	 * @return the unit
	 */
	public static RecordedUnit entered() {
		RecordedUnit unit = new RecordedUnit();
		UnitOfWork.enter(unit);
		return unit;
	}

	public RecordedUnit enter() {
		UnitOfWork.enter(this);
		return this;
	}

	public List<Object> published() {
		return this.published;
	}

	public List<ProducerRecord<byte[], byte[]>> records() {
		return this.records;
	}

	public List<ByOther> byOthers() {
		return this.byOthers;
	}

	@Override
	public void send(ProducerRecord<byte[], byte[]> record) {
		this.records.add(record);
	}

	@Override
	public <K, V> void send(Producer<K, V> producer, ProducerRecord<K, V> record) {
		this.byOthers.add(new ByOther(producer, record));
	}

	@Override
	public void publish(Outlet outlet, Object message) {
		this.published.add(message);
	}

	@Override
	public Producer<byte[], byte[]> producer() {
		return this.producer;
	}

	@Override
	public void close() {
		UnitOfWork.enter(null);
	}

	public record ByOther(Producer<?, ?> producer, ProducerRecord<?, ?> record) {

	}

}
