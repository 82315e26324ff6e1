package org.faustspring.engine.handler;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.core.convert.ConversionService;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.expression.spel.support.StandardTypeConverter;
import org.springframework.expression.spel.support.StandardTypeLocator;

/**
 * Parses texts with <code>#{...}</code> expressions that are evaluated for each event.
 * Used at start, by one thread; what it returns by any thread.
 */
final class Expressions {

	private static final Pattern VARIABLE = Pattern.compile("#(\\w+)");

	private final SpelExpressionParser parser;

	private final StandardEvaluationContext context = new StandardEvaluationContext();

	Expressions(ConfigurableBeanFactory beanFactory, ConversionService conversion) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		// Compiles what is evaluated often, and goes back where a compiled form fails.
		this.parser = new SpelExpressionParser(new SpelParserConfiguration(SpelCompilerMode.MIXED, classLoader));
		this.context.setBeanResolver(new BeanFactoryResolver(beanFactory));
		this.context.addPropertyAccessor(new MapAccessor(false));
		this.context.setTypeLocator(new StandardTypeLocator(classLoader));
		this.context.setTypeConverter(new StandardTypeConverter(conversion));
	}

	/**
	 * Parse a text.
	 * @param text text with expressions; one expression alone yields its object, else the
	 * result is text
	 * @param variables names of the variables there are
	 * @return the template
	 * @throws IllegalArgumentException if it does not parse, or names an unknown variable
	 */
	TextTemplate parse(String text, Set<String> variables) {
		Expression expression;
		try {
			expression = this.parser.parseExpression(text, ParserContext.TEMPLATE_EXPRESSION);
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
		check(expression, variables);
		return new TextTemplate(expression, this.context);
	}

	private static void check(Expression expression, Set<String> variables) {
		if (expression instanceof CompositeStringExpression composite) {
			for (Expression part : composite.getExpressions()) {
				check(part, variables);
			}
		}
		else if (expression instanceof SpelExpression spel) {
			check(spel.getAST(), variables);
		}
	}

	/**
	 * To SpEL an unknown variable is {@code null}, which would hide a typing error.
	 */
	private static void check(@Nullable SpelNode node, Set<String> variables) {
		if (node == null) {
			return;
		}
		if (node instanceof VariableReference) {
			Matcher name = VARIABLE.matcher(node.toStringAST());
			if (name.matches() && !Set.of("root", "this").contains(name.group(1))
					&& !variables.contains(name.group(1))) {
				throw new IllegalArgumentException("there is no variable #%s; there are: #%s".formatted(name.group(1),
						String.join(", #", variables.stream().sorted().toList())));
			}
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			check(node.getChild(i), variables);
		}
	}

}
