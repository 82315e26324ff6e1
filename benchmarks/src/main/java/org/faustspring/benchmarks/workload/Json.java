package org.faustspring.benchmarks.workload;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes one type as JSON, as all engines do that have no JSON of their own.
 * Any thread.
 *
 * @param <T> the type
 */
public final class Json<T> {

	private final ObjectReader reader;

	private final ObjectWriter writer;

	/**
	 * Create a codec.
	 * @param type the type
	 */
	public Json(Class<T> type) {
		JsonMapper mapper = JsonMapper.builder().build();
		this.reader = mapper.readerFor(type);
		this.writer = mapper.writerFor(type);
	}

	/**
	 * Read a value.
	 * @param json the JSON
	 * @return the value
	 */
	public T read(byte[] json) {
		return this.reader.readValue(json);
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @return the JSON
	 */
	public byte[] write(T value) {
		return this.writer.writeValueAsBytes(value);
	}

}
