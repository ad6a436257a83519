package io.deskwire.testkit.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks messages as Mailgun does before it takes them. */
final class MailgunSends {

    private static final int LARGEST = 25 * 1024 * 1024;
    private static final int MOST_RECIPIENTS = 1000;

    private MailgunSends() {}

    /** A whole message. */
    static Reply mime(ReceivedRequest request, MailgunDomain domain) {
        List<FormPart> parts;
        try {
            parts = FormBytes.parts(request);
        } catch (IllegalArgumentException e) {
            return bad("messages.mime needs a multipart form: " + e.getMessage());
        }
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> to = new ArrayList<>();
        FormPart message = null;
        for (FormPart part : parts) {
            if (part.name().equals("to")) {
                to.add(part.text());
            } else if (part.name().equals("message")) {
                message = part;
            } else if (part.name().startsWith("v:")) {
                variables.put(part.name().substring(2), part.text());
            } else if (!part.name().matches("[oht]:.+")) {
                return bad("unknown parameter " + part.name());
            }
        }
        if (message == null || message.fileName() == null || message.fileName().isEmpty()) {
            return bad("message parameter is missing");
        }
        if (message.value().length > LARGEST) {
            return Reply.json(413, Map.of("message", "Message is too large"));
        }
        String problem = problem(to);
        if (problem != null) {
            return bad(problem);
        }
        TakenApart mail = TakenApart.of(message.value());
        if (mail.decoded("From").isEmpty()) {
            return bad("from header is missing");
        }
        String id = mail.decoded("Message-ID").replaceAll("[<>]", "").strip();
        return taken(domain.take(id.isEmpty() ? null : id, to, message.value(), variables));
    }

    /** A message in fields. */
    static Reply fields(ReceivedRequest request, MailgunDomain domain) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        if (request.header("content-type").orElse("").startsWith("multipart/")) {
            try {
                FormBytes.parts(request)
                        .forEach(part -> form.computeIfAbsent(part.name(), n -> new ArrayList<>())
                                .add(part.text()));
            } catch (IllegalArgumentException e) {
                return bad(String.valueOf(e.getMessage()));
            }
        } else {
            form.putAll(ReceivedRequest.parameters(request.text()));
        }
        if (!form.containsKey("from")) {
            return bad("from parameter is missing");
        }
        List<String> to = new ArrayList<>();
        for (String name : List.of("to", "cc", "bcc")) {
            form.getOrDefault(name, List.of()).forEach(list -> to.addAll(List.of(list.split("\\s*,\\s*"))));
        }
        String problem = problem(to);
        if (problem != null) {
            return bad(problem);
        }
        if (!form.containsKey("text") && !form.containsKey("html") && !form.containsKey("template")) {
            return bad("Need at least one of 'text', 'html' or 'template' parameters specified");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        form.forEach((name, values) -> {
            if (name.startsWith("v:")) {
                variables.put(name.substring(2), values.get(0));
            }
        });
        List<String> ids = form.getOrDefault("h:Message-Id", List.of());
        return taken(domain.take(
                ids.isEmpty() ? null : ids.get(0).replaceAll("[<>]", "").strip(), to, new byte[0], variables));
    }

    private static @Nullable String problem(List<String> to) {
        if (to.isEmpty()) {
            return "to parameter is missing";
        }
        if (to.size() > MOST_RECIPIENTS) {
            return "to parameter has more than " + MOST_RECIPIENTS + " recipients";
        }
        return to.stream().allMatch(each -> each.matches("[^\\s@<>]+@[^\\s@<>]+|[^<>]*<[^\\s@<>]+@[^\\s@<>]+>"))
                ? null
                : "to parameter is not a valid address. please check documentation";
    }

    private static Reply taken(MailgunSent sent) {
        return Reply.json(200, Map.of("id", "<" + sent.messageId() + ">", "message", "Queued. Thank you."));
    }

    private static Reply bad(String words) {
        return Reply.json(400, Map.of("message", words));
    }
}
