package io.deskwire.adapter.whatsapp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Places, contact cards and orders as text. */
final class ReadableText {

    private ReadableText() {}

    static String location(Map<String, Object> place) {
        String latitude = Tree.word(place, "latitude");
        String longitude = Tree.word(place, "longitude");
        String coordinates = latitude == null || longitude == null ? null : latitude + ", " + longitude;
        return lines(
                prefixed("Location: ", Objects.requireNonNullElse(Tree.text(place, "name"), "")),
                Tree.text(place, "address"),
                coordinates,
                Tree.text(place, "url"));
    }

    static String contacts(List<?> cards) {
        return cards.stream().map(card -> contact(Tree.object(card))).collect(Collectors.joining("\n\n"));
    }

    private static String contact(Map<String, Object> card) {
        List<@Nullable String> lines = new ArrayList<>();
        Map<String, Object> name = Tree.object(card, "name");
        String full = Tree.text(name, "formatted_name");
        if (full == null) {
            full = joined(" ", name, "prefix", "first_name", "middle_name", "last_name", "suffix");
        }
        lines.add(prefixed("Contact: ", full));
        lines.add(prefixed("Organisation: ", joined(", ", Tree.object(card, "org"), "company", "department", "title")));
        each(card, "phones", "Phone", lines, "phone", "wa_id");
        each(card, "emails", "E-mail", lines, "email");
        for (Object address : Tree.list(card, "addresses")) {
            Map<String, Object> object = Tree.object(address);
            String text = joined(", ", object, "street", "city", "state", "zip", "country");
            lines.add(prefixed(labelled("Address", object), text));
        }
        each(card, "urls", "Web", lines, "url");
        lines.add(prefixed("Birthday: ", Objects.requireNonNullElse(Tree.text(card, "birthday"), "")));
        String text = lines(lines.toArray(new String[0]));
        String vcard = Tree.text(card, "vcard");
        return text.equals("Contact:") && vcard != null ? vcard.strip() : text;
    }

    private static void each(
            Map<String, Object> card, String array, String label, List<@Nullable String> lines, String... names) {
        for (Object element : Tree.list(card, array)) {
            Map<String, Object> object = Tree.object(element);
            String value = Tree.firstText(object, names);
            if (value != null) {
                lines.add(labelled(label, object) + value);
            }
        }
    }

    private static String labelled(String label, Map<String, Object> object) {
        String type = Tree.word(object, "type");
        return type == null ? label + ": " : label + " (" + type + "): ";
    }

    static String order(Map<String, Object> order) {
        List<@Nullable String> lines = new ArrayList<>();
        lines.add(Tree.text(order, "text"));
        lines.add("Order:");
        Map<String, BigDecimal> totals = new LinkedHashMap<>();
        for (Object item : Tree.list(order, "product_items")) {
            lines.add(item(Tree.object(item), totals));
        }
        totals.forEach((currency, total) -> lines.add(("Total: " + plain(total) + " " + currency).strip()));
        lines.add(prefixed("Catalogue: ", Objects.requireNonNullElse(Tree.text(order, "catalog_id"), "")));
        return lines(lines.toArray(new String[0]));
    }

    private static String item(Map<String, Object> item, Map<String, BigDecimal> totals) {
        String product =
                Objects.requireNonNullElse(Tree.firstText(item, "product_retailer_id", "name"), "unknown product");
        String quantity = Objects.requireNonNullElse(Tree.word(item, "quantity"), "?");
        String price = Tree.word(item, "item_price");
        String currency = Objects.requireNonNullElse(Tree.word(item, "currency"), "");
        BigDecimal count = Tree.number(item, "quantity");
        BigDecimal each = Tree.number(item, "item_price");
        String line =
                quantity + " × " + product + (price == null ? "" : (" at " + price + " " + currency).stripTrailing());
        if (count == null || each == null) {
            return line;
        }
        BigDecimal sum = count.multiply(each);
        totals.merge(currency, sum, BigDecimal::add);
        return (line + " = " + plain(sum) + " " + currency).stripTrailing();
    }

    private static String plain(BigDecimal number) {
        // Prices such as 25.5 are not made to 25.50: how many digits a currency has is not told.
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    private static String joined(String separator, Map<String, Object> object, String... names) {
        return Stream.of(names)
                .map(name -> Tree.text(object, name))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(separator));
    }

    /** Nothing when the value is empty, except that a heading stays. */
    private static @Nullable String prefixed(String label, String value) {
        boolean heading = label.equals("Location: ") || label.equals("Contact: ");
        return value.isEmpty() && !heading ? null : (label + value).strip();
    }

    private static String lines(@Nullable String... lines) {
        return Stream.of(lines).filter(Objects::nonNull).collect(Collectors.joining("\n"));
    }
}
