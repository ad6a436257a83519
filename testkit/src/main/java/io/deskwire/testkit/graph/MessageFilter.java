package io.deskwire.testkit.graph;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code $filter} over messages: comparisons joined by {@code and}. */
final class MessageFilter {

    private static final Pattern CLAUSE =
            Pattern.compile("([A-Za-z]+)\\s+(eq|ge|gt|le|lt)\\s+('(?:[^']|'')*'|[^\\s()]+)");
    private static final Pattern PROPERTY = Pattern.compile(
            "singleValueExtendedProperties/any\\((\\w+):\\s*\\1/id eq '((?:[^']|'')*)' and \\1/value eq"
                    + " '((?:[^']|'')*)'\\)",
            Pattern.CASE_INSENSITIVE);

    private final List<Predicate<GraphItem>> clauses = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();

    static MessageFilter parse(@Nullable String text) {
        MessageFilter filter = new MessageFilter();
        if (text == null) {
            return filter;
        }
        String rest = PROPERTY.matcher(text).replaceAll(match -> {
            String id = unquoted(match.group(2));
            String value = unquoted(match.group(3));
            filter.clauses.add(item -> value.equals(MessageTrees.property(item, id)));
            filter.properties.add("singlevalueextendedproperties");
            return "";
        });
        Matcher clause = CLAUSE.matcher(rest);
        while (clause.find()) {
            filter.add(clause.group(1), clause.group(2), clause.group(3));
        }
        String left = clause.replaceAll("").replaceAll("(?i)\\band\\b", "").replaceAll("[\\s()]", "");
        if (!left.isEmpty() || filter.clauses.isEmpty()) {
            throw new Refusal(
                    400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
        }
        return filter;
    }

    private void add(String property, String operator, String value) {
        properties.add(property.toLowerCase(Locale.ROOT));
        switch (property) {
            case "internetMessageId" ->
                text(operator, value, item -> item.content().messageId());
            case "subject" -> text(operator, value, GraphItem::subject);
            case "conversationId" -> text(operator, value, GraphItem::conversationId);
            case "isRead" -> clauses.add(item -> item.isRead() == flag(operator, value));
            case "isDraft" -> clauses.add(item -> item.isDraft() == flag(operator, value));
            case "receivedDateTime", "sentDateTime", "createdDateTime" -> {
                Instant bound = instant(value);
                clauses.add(item -> holds(operator, item.received().compareTo(bound)));
            }
            default ->
                throw new Refusal(
                        400, "BadRequest", "Could not find a property named '" + property + "' on type 'message'.");
        }
    }

    private void text(String operator, String value, Function<GraphItem, @Nullable String> of) {
        if (!operator.equals("eq") || !value.startsWith("'")) {
            throw new Refusal(400, "ErrorInvalidUrlQueryFilter", "A text is compared by eq and stands in quotes.");
        }
        String wanted = unquoted(value.substring(1, value.length() - 1));
        clauses.add(item -> wanted.equals(of.apply(item)));
    }

    private static boolean flag(String operator, String value) {
        if (!operator.equals("eq") || !(value.equals("true") || value.equals("false"))) {
            throw new Refusal(400, "ErrorInvalidUrlQueryFilter", "A flag is compared by eq with true or false.");
        }
        return value.equals("true");
    }

    private static Instant instant(String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw new Refusal(400, "ErrorInvalidUrlQueryFilter", "The query filter contains an invalid date.");
        }
    }

    private static boolean holds(String operator, int comparison) {
        return switch (operator) {
            case "eq" -> comparison == 0;
            case "ge" -> comparison >= 0;
            case "gt" -> comparison > 0;
            case "le" -> comparison <= 0;
            default -> comparison < 0;
        };
    }

    private static String unquoted(String text) {
        return text.replace("''", "'");
    }

    boolean admits(GraphItem item) {
        return clauses.stream().allMatch(clause -> clause.test(item));
    }

    /** Exchange sorts only by what it filters by first. */
    void checkOrder(String property) {
        if (!properties.isEmpty() && !properties.get(0).equals(property.toLowerCase(Locale.ROOT))) {
            throw new Refusal(
                    400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }
    }
}
