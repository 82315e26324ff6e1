package org.faustspring.samples.recipes.wordcount;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class WordCounter {

	@Bean
	Table<String, Long> wordCounts(FaustApp app) {
		return app.table("word-counts", String.class, Long.class).defaultValue(0L).build();
	}

	@Component
	static class Words {

		private final Table<String, Long> counts;

		Words(Table<String, Long> wordCounts) {
			this.counts = wordCounts;
		}

		@Agent(name = "words", topics = "lines")
		@Sink(topic = "word-counts", key = "#{word}")
		EventStream<WordCount> count(EventStream<String> lines) {
			return lines.flatMap(Words::split)
				.groupBy((word) -> word, "word", String.class, String.class)
				.map((word) -> new WordCount(word, this.counts.update(word, (before) -> before + 1)));
		}

		private static List<String> split(String line) {
			return Arrays.stream(line.toLowerCase(Locale.ROOT).split("\\W+"))
				.filter((word) -> !word.isEmpty())
				.toList();
		}

	}

	record WordCount(String word, long count) {

	}

}
// end::recipe[]
