package org.faustspring.samples.flights;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;

/**
 * Reads the file of flights into the records to load, always the same in the same order.
 */
final class FlightFile {

	/** What is no flight, between the flights on purpose. */
	static final String UNUSABLE = "not a flight";

	/** Key of the unusable record; no airport has this code. */
	static final String UNUSABLE_KEY = "???";

	/** The unusable record comes after this many flights. */
	static final int UNUSABLE_AFTER = 10_000;

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm");

	private FlightFile() {
	}

	static List<FlightRecord> read(Resource file, JsonMapper jsonMapper) throws IOException {
		List<FlightRecord> records = new ArrayList<>();
		try (InputStream input = file.getInputStream()) {
			for (JsonNode flight : jsonMapper.readTree(input)) {
				FlightRecord record = new FlightRecord(flight.required("destination").stringValue(), flight.toString(),
						timestamp(flight.required("date").stringValue()));
				records.add(record);
				if (records.size() == UNUSABLE_AFTER) {
					records.add(new FlightRecord(UNUSABLE_KEY, UNUSABLE, record.timestamp()));
				}
			}
		}
		return records;
	}

	/*
	 * The file has local times and no zones. Read as UTC they are comparable and the same
	 * on every machine.
	 */
	static long timestamp(String date) {
		return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC).toEpochMilli();
	}

}
