package org.faustspring.engine.handler;

import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;

/**
 * A text with expressions, parsed. Any thread.
 */
final class TextTemplate {

	private final Expression expression;

	private final EvaluationContext context;

	TextTemplate(Expression expression, EvaluationContext context) {
		this.expression = expression;
		this.context = context;
	}

	/**
	 * Evaluate for a result.
	 * @param root the root object
	 * @param result the value of {@code #result}
	 * @param event the event
	 * @return the object of a lone expression, else text
	 */
	@Nullable Object evaluate(@Nullable Object root, @Nullable Object result, Event<?> event) {
		return this.expression.getValue(new EventScope(this.context, root, result, event));
	}

	String text() {
		return this.expression.getExpressionString();
	}

}
