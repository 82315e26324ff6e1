package org.faustspring.samples.recipes.pageviews;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class PageViewCounting {

	@Bean
	Table<String, Long> pageViews(FaustApp app) {
		return app.table("page-views", String.class, Long.class).defaultValue(0L).build();
	}

	@RestController
	static class PageViewCounter {

		private final Table<String, Long> views;

		PageViewCounter(Table<String, Long> pageViews) {
			this.views = pageViews;
		}

		@Agent(topics = "page-views-by-user")
		void countViews(EventStream<PageView> stream) {
			for (PageView view : stream.groupBy(PageView::url, "url")) {
				this.views.update(view.url(), (before) -> before + 1);
			}
		}

		@GetMapping("/page-views")
		long views(@RequestParam String url) {
			return this.views.getOrDefault(url, 0L);
		}

	}

	record PageView(String user, String url) {

	}

}
// end::recipe[]
