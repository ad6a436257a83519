package io.deskwire.app.http;

import static io.deskwire.app.http.Described.list;
import static io.deskwire.app.http.Described.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.metrics.Metrics;
import io.deskwire.channel.ChannelState;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.DeadLetter;
import io.deskwire.jdbc.TicketState;
import io.deskwire.json.Json;
import io.deskwire.message.Attachment;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Forward;
import io.deskwire.message.MessageKind;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import io.deskwire.threading.StoredMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description says of every route what it takes and answers, and of no other. */
class ApiDescriptionTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private static RunningServer server;
    private static Described described;
    private static List<String> routes;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RunningServer.start(folder);
        described = server.described();
        // The same routes once more: a server hides its own.
        routes = new WebServer(
                        server.context(), ApiRoutes.all(new Metrics(), new RequestSpool(folder.resolve("spool"))))
                .routes();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_route_is_described_and_nothing_else_is() {
        Set<String> real = new TreeSet<>();
        for (String route : routes) {
            if (!route.contains(" /console")) {
                real.add(route);
            }
        }
        Set<String> said = new TreeSet<>();
        described.operations().forEach(operation -> said.add(operation.toString()));

        assertThat(said)
                .as("src/main/resources/openapi describes exactly what ApiRoutes answers")
                .isEqualTo(real);
        assertThat(real).contains("GET /health/live", "HEAD /files/{token}").hasSizeGreaterThan(40);
    }

    @Test
    void parameters_of_a_path_are_those_in_its_braces() {
        for (Described.Operation operation : described.operations()) {
            List<String> braces = new ArrayList<>();
            Matcher matcher = PARAMETER.matcher(operation.path());
            while (matcher.find()) {
                braces.add(matcher.group(1));
            }
            List<String> declared = operation.parameters().stream()
                    .filter(parameter -> "path".equals(parameter.get("in")))
                    .peek(parameter -> assertThat(parameter).containsEntry("required", true))
                    .map(parameter -> String.valueOf(parameter.get("name")))
                    .toList();
            assertThat(declared).as(operation.toString()).containsExactlyInAnyOrderElementsOf(braces);
        }
    }

    @Test
    void every_operation_parameter_and_field_has_its_meaning() {
        Set<String> ids = new TreeSet<>();
        for (Described.Operation operation : described.operations()) {
            assertThat(ids.add(operation.id())).as(operation.id()).isTrue();
            assertThat(String.valueOf(operation.tree().get("summary")))
                    .as(operation.toString())
                    .hasSizeBetween(4, 80);
            operation
                    .parameters()
                    .forEach(parameter -> assertThat(parameter)
                            .as(operation + " " + parameter.get("name"))
                            .containsKeys("name", "in", "description", "schema"));
            object(operation.tree().get("responses"))
                    .values()
                    .forEach(answer -> assertThat(described.resolved(answer))
                            .as(operation.toString())
                            .containsKey("description"));
        }
        List<String> without = new ArrayList<>();
        described.schemas().forEach((name, schema) -> meanings(name, object(schema), without));
        assertThat(without).as("fields without a description").isEmpty();
    }

    private static void meanings(String at, Map<String, Object> schema, List<String> without) {
        object(schema.get("properties")).forEach((name, value) -> {
            Map<String, Object> field = object(value);
            if (!field.containsKey("description") && !field.containsKey("$ref")) {
                without.add(at + "." + name);
            }
            meanings(at + "." + name, field, without);
        });
        if (schema.get("items") instanceof Map<?, ?> items) {
            meanings(at + "[]", object(items), without);
        }
        list(schema, "anyOf").forEach(choice -> meanings(at, object(choice), without));
    }

    @Test
    void every_body_has_an_example_and_every_example_fits_its_schema() {
        List<String> problems = new ArrayList<>();
        for (Described.Operation operation : described.operations()) {
            Map<String, Object> requests =
                    object(object(operation.tree().get("requestBody")).get("content"));
            requests.forEach((type, media) -> examples(operation + " takes", type, object(media), problems));
            object(operation.tree().get("responses"))
                    .forEach((status, answer) -> object(
                                    described.resolved(answer).get("content"))
                            .forEach((type, media) ->
                                    examples(operation + " answers " + status, type, object(media), problems)));
        }
        described
                .schemas()
                .forEach((name, schema) -> list(object(schema), "examples")
                        .forEach(example -> described
                                .problems(schema, example)
                                .forEach(problem -> problems.add(name + " " + problem))));
        assertThat(problems).isEmpty();
    }

    private static void examples(String at, String type, Map<String, Object> media, List<String> problems) {
        boolean describesItself = at.contains("openapi.json answers 200") || at.contains("/oauth/callback answers");
        if (!type.endsWith("json") || describesItself) {
            return;
        }
        Object schema = media.getOrDefault("schema", Map.of());
        List<Object> examples = new ArrayList<>(list(described.resolved(schema), "examples").stream()
                .map(Object.class::cast)
                .toList());
        list(object(schema), "anyOf").forEach(choice -> examples.addAll(list(described.resolved(choice), "examples")));
        if (media.containsKey("example")) {
            examples.add(object(media).get("example"));
        }
        object(media.get("examples"))
                .values()
                .forEach(example -> examples.add(object(example).get("value")));
        if (examples.isEmpty()) {
            problems.add(at + ": there is no example");
        }
        examples.forEach(
                example -> described.problems(schema, example).forEach(problem -> problems.add(at + ": " + problem)));
    }

    @Test
    void every_reference_leads_somewhere_and_every_part_is_used() {
        String text = Json.write(described.document());
        Matcher matcher =
                Pattern.compile("\"#/components/([a-z]+)/([A-Za-z_]+)\"").matcher(text);
        Map<String, Set<String>> used = new TreeMap<>();
        while (matcher.find()) {
            used.computeIfAbsent(matcher.group(1), kind -> new TreeSet<>()).add(matcher.group(2));
        }
        Map<String, Object> components =
                new LinkedHashMap<>(object(described.document().get("components")));
        assertThat(components.remove("securitySchemes")).isNotNull();
        assertThat(used.keySet()).isEqualTo(components.keySet());
        used.forEach((kind, names) -> assertThat(names)
                .as(kind)
                .isEqualTo(new TreeSet<>(object(components.get(kind)).keySet())));
    }

    @Test
    void words_are_those_of_the_code() {
        Map<String, Class<? extends Enum<?>>> schemas = Map.of(
                "MessageKind", MessageKind.class,
                "DeliveryStatus", DeliveryStatus.class,
                "TicketState", TicketState.class,
                "ChannelState", ChannelState.Status.class,
                "DeadLetterStage", DeadLetter.Stage.class);
        schemas.forEach(
                (name, type) -> assertThat(words(object(described.schemas().get(name))))
                        .as(name)
                        .isEqualTo(constants(type)));
        Map<List<String>, Class<? extends Enum<?>>> fields = Map.of(
                List.of("Message", "auto_submitted"), Automation.AutoSubmitted.class,
                List.of("Message", "reply_confidence"), Body.Confidence.class,
                List.of("Message", "state"), StoredMessage.Inbound.State.class,
                List.of("Attachment", "state"), Attachment.State.class,
                List.of("DeliveryReport", "failure"), FailureKind.class,
                List.of("Decision", "outcome"), Decision.Outcome.class,
                List.of("Signal", "type"), Signal.Type.class,
                List.of("Verdict", "outcome"), Verdict.Outcome.class,
                List.of("Forward", "kind"), Forward.Kind.class);
        fields.forEach((path, type) -> {
            Map<String, Object> properties =
                    object(object(described.schemas().get(path.get(0))).get("properties"));
            assertThat(words(object(properties.get(path.get(1)))))
                    .as(path.toString())
                    .isEqualTo(constants(type));
        });
    }

    private static Set<String> words(Map<String, Object> schema) {
        Set<String> words = new TreeSet<>();
        list(schema, "enum").forEach(word -> words.add(String.valueOf(word)));
        return words;
    }

    private static Set<String> constants(Class<? extends Enum<?>> type) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(type.getEnumConstants())
                .forEach(constant -> words.add(constant.name().toLowerCase(Locale.ROOT)));
        return words;
    }

    @Test
    void the_document_is_served_to_whoever_has_the_token() throws Exception {
        for (String path : List.of("/openapi.json", "/api/v1/openapi.json")) {
            RunningServer.Answer answer = server.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.tree()).containsEntry("openapi", "3.1.0").containsKey("paths");
            assertThat(answer.list("servers"))
                    .containsExactly(Map.of("url", server.address().toString()));
            assertThat(server.send(HttpRequest.newBuilder(URI.create(server.address() + path)))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void the_page_shows_every_operation_and_runs_nothing_that_stands_in_it() throws Exception {
        RunningServer.Answer page = server.send(HttpRequest.newBuilder(URI.create(server.address() + "/docs")));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
        assertThat(page.header("Content-Security-Policy")).doesNotContain("unsafe", "http:", "https:");
        String html = new String(page.body(), UTF_8);
        described.operations().forEach(operation -> assertThat(html).contains("id=\"" + operation.id() + "\""));
        assertThat(html).doesNotContain("style=\"").doesNotContain("onclick");
    }
}
