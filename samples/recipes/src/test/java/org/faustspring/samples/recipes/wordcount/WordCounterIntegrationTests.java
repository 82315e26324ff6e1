package org.faustspring.samples.recipes.wordcount;

import java.util.Map;
import java.util.stream.Collectors;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.wordcount.WordCounter.WordCount;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class WordCounterIntegrationTests {

	@Autowired
	Topics topics;

	@Autowired
	Table<String, Long> wordCounts;

	@Test
	void wordsOfAllLinesAreCounted() {
		this.topics.send("lines", "1", "To be, or not to be");
		this.topics.send("lines", "2", "to sleep, to dream");
		await().untilAsserted(() -> assertThat(Map.of("to", this.wordCounts.get("to"), "be", this.wordCounts.get("be"),
				"dream", this.wordCounts.get("dream")))
			.isEqualTo(Map.of("to", 4L, "be", 2L, "dream", 1L)));
		await().untilAsserted(() -> assertThat(this.topics.values("word-counts", WordCount.class)
			.stream()
			.collect(Collectors.toMap(WordCount::word, WordCount::count, Math::max))).containsEntry("to", 4L)
			.containsEntry("not", 1L));
	}

}
