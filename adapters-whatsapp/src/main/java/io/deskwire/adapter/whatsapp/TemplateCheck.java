package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.SendableFile.UnfitException;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.RichContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the values given fit the template as approved. A template list that was never read finds nothing wrong. */
final class TemplateCheck {

    private static final Pattern UNALLOWED = Pattern.compile("[\\n\\r\\t]| {4}");
    private static final int LONGEST_BODY = 1024;
    private static final int LONGEST_HEADER = 60;
    private static final int LONGEST_CODE = 20;
    private static final int LONGEST_BUTTON_VALUE = 2000;
    private static final int LONGEST_PAYLOAD = 256;

    private final RichContent.Template given;
    private final List<MessageProblem> problems = new ArrayList<>();

    private TemplateCheck(RichContent.Template given) {
        this.given = given;
    }

    static List<MessageProblem> of(
            RichContent.Template given, List<OutboundAttachment> attachments, TemplateCache templates) {
        TemplateCheck check = new TemplateCheck(given);
        check.values("template.parameters", given.parameters());
        check.values("template.header", given.header());
        check.buttonValues();
        if (attachments.size() > 1) {
            check.problem("attachments", "a template takes one file, in its header");
        }
        if (templates.isRead()) {
            Optional<MessageTemplate> known = templates.find(given.name(), given.language());
            if (known.isEmpty()) {
                check.unknown(templates.known());
            } else {
                check.fits(known.get(), attachments);
            }
        }
        return check.problems;
    }

    private void unknown(List<MessageTemplate> all) {
        Set<String> languages = all.stream()
                .filter(t -> t.name().equals(given.name()))
                .map(MessageTemplate::language)
                .collect(Collectors.toCollection(TreeSet::new));
        if (languages.isEmpty()) {
            String some = all.stream()
                    .filter(MessageTemplate::isApproved)
                    .map(MessageTemplate::name)
                    .distinct()
                    .limit(10)
                    .collect(Collectors.joining(", "));
            problem(
                    "template.name",
                    "there is no template " + given.name()
                            + (some.isEmpty() ? "; the account has no approved one" : "; approved are " + some));
        } else {
            problem(
                    "template.language",
                    "the template " + given.name() + " is not there in " + given.language() + " but in "
                            + String.join(", ", languages));
        }
    }

    private void fits(MessageTemplate known, List<OutboundAttachment> attachments) {
        if (!known.isApproved()) {
            problem(
                    "template.name",
                    "the template " + known.name() + " is " + known.status().toLowerCase(Locale.ROOT)
                            + "; only approved ones can be sent");
        }
        match("template.parameters", "the body", known.named(), known.variables(), given.parameters());
        header(known, attachments);
        buttons(known);
        if (problems.isEmpty()) {
            length("template.parameters", known.body(), known.variables(), given.parameters(), LONGEST_BODY);
            MessageTemplate.Header header = known.header();
            if (header != null && header.text() != null) {
                length("template.header", header.text(), header.variables(), given.header(), LONGEST_HEADER);
            }
        }
    }

    private void header(MessageTemplate known, List<OutboundAttachment> attachments) {
        MessageTemplate.Header header = known.header();
        boolean media = header != null && header.isMedia();
        if (header != null && media) {
            mediaHeader(header, attachments);
        } else {
            if (!attachments.isEmpty()) {
                problem("attachments", "the template " + known.name() + " takes no file");
            }
            if (given.headerLink() != null) {
                problem("template.header_link", "the template " + known.name() + " takes no file");
            }
        }
        if (header != null && header.format().equals("LOCATION")) {
            if (given.header().size() < 2) {
                problem("template.header", "must be latitude, longitude, name and address of a place");
            }
        } else {
            List<String> variables = header == null || media ? List.of() : header.variables();
            match("template.header", "the header", known.named(), variables, given.header());
        }
    }

    private void mediaHeader(MessageTemplate.Header header, List<OutboundAttachment> attachments) {
        String wanted = header.format().toLowerCase(Locale.ROOT);
        if (attachments.isEmpty()) {
            if (given.headerLink() == null) {
                problem("attachments", "the template's header needs a file with every message: " + wanted);
            }
            return;
        }
        try {
            String found = SendableFile.of(attachments.get(0)).kind().word();
            if (!found.equals(wanted)) {
                problem("attachments[0]", "the template's header takes a file of kind " + wanted + ", not " + found);
            }
        } catch (UnfitException | IOException e) {
            // Told with the files themselves.
        }
    }

    private void buttons(MessageTemplate known) {
        Set<Integer> filled = new LinkedHashSet<>();
        for (RichContent.Button button : given.buttons()) {
            filled.add(button.index());
            if (known.buttons().stream().noneMatch(b -> b.index() == button.index())) {
                problem("template.buttons", "the template has no button " + button.index());
            } else if (is(known, button.index(), "QUICK_REPLY")
                    && button.value().length() > LONGEST_PAYLOAD) {
                problem("template.buttons", "a payload has " + LONGEST_PAYLOAD + " characters at most");
            } else if (is(known, button.index(), "COPY_CODE") && button.value().length() > LONGEST_CODE) {
                problem("template.buttons", "a code to copy has " + LONGEST_CODE + " characters at most");
            } else if (takesNone(known, button.index())) {
                problem("template.buttons", "button " + button.index() + " of the template takes no value");
            }
        }
        known.buttons().stream()
                .filter(b -> b.needsValue() && !filled.contains(b.index()))
                .forEach(b -> problem(
                        "template.buttons",
                        "button " + b.index() + " (" + b.text() + ") of the template needs a value"));
    }

    private static boolean is(MessageTemplate known, int index, String type) {
        return known.buttons().stream()
                .anyMatch(b -> b.index() == index && b.type().equals(type));
    }

    private static boolean takesNone(MessageTemplate known, int index) {
        return known.buttons().stream()
                .anyMatch(b -> b.index() == index
                        && !b.needsValue()
                        && (b.type().equals("URL") || b.type().equals("PHONE_NUMBER")));
    }

    private void match(
            String field, String where, boolean named, List<String> variables, List<RichContent.Parameter> parameters) {
        if (variables.size() != parameters.size()) {
            problem(
                    field,
                    where + " of the template takes " + variables.size() + " values"
                            + (named && !variables.isEmpty() ? " (" + String.join(", ", variables) + ")" : "")
                            + ", not " + parameters.size());
            return;
        }
        List<String> names = parameters.stream()
                .map(RichContent.Parameter::name)
                .filter(name -> name != null)
                .toList();
        for (String name : names) {
            if (!variables.contains(name)) {
                problem(field, where + " of the template has no variable " + name);
            }
        }
        if (!names.isEmpty() && names.size() < parameters.size()) {
            problem(field, "either all values have names or none");
        }
        if (names.size() != new LinkedHashSet<>(names).size()) {
            problem(field, "a name stands there twice");
        }
    }

    private void values(String field, List<RichContent.Parameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            String value = parameters.get(i).value();
            if (value.isBlank()) {
                problem(field + "[" + i + "]", "must not be empty");
            } else if (UNALLOWED.matcher(value).find()) {
                problem(field + "[" + i + "]", "must hold no line breaks, no tabs and no four spaces in a row");
            }
        }
    }

    private void buttonValues() {
        for (RichContent.Button button : given.buttons()) {
            if (button.value().isBlank()) {
                problem("template.buttons", "the value of button " + button.index() + " must not be empty");
            } else if (button.value().length() > LONGEST_BUTTON_VALUE) {
                problem(
                        "template.buttons",
                        "the value of button " + button.index() + " is longer than " + LONGEST_BUTTON_VALUE
                                + " characters");
            }
        }
    }

    private void length(
            String field, String text, List<String> variables, List<RichContent.Parameter> parameters, int most) {
        List<String> values =
                parameters.stream().map(RichContent.Parameter::value).toList();
        List<String> names = parameters.stream()
                .map(RichContent.Parameter::name)
                .filter(name -> name != null)
                .toList();
        String filled = TemplateTrees.filled(text, names.size() == values.size() ? names : variables, values);
        int length = filled.codePointCount(0, filled.length());
        if (length > most) {
            problem(field, "make the text " + length + " characters long; " + most + " is the most");
        }
    }

    private void problem(String field, String message) {
        problems.add(new MessageProblem(field, message));
    }
}
