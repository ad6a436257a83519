package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import io.deskwire.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A simulator with one client and one mailbox, and somebody who talks to it as Google's library does. */
final class Peer implements AutoCloseable {

    final SettableClock clock = SettableClock.at(Instant.parse("2026-11-22T10:00:00Z"));
    final GmailSimulator gmail = GmailSimulator.start(clock);
    final GoogleClient client = gmail.addClient("id.apps.googleusercontent.com", "word");
    final GmailMailbox mailbox = gmail.addMailbox("support@acme.example");
    private final HttpClient http = HttpClient.newHttpClient();
    private String access = "";

    /** An answer; its tree is empty where the body is no JSON object. */
    record Answer(int status, Map<String, List<String>> headers, String text) {

        Map<String, Object> json() {
            return Json.lenient().parseObject(text);
        }

        Object at(String... path) {
            return Peer.at(json(), path);
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
        }

        String reason() {
            return String.valueOf(at("error", "errors", "0", "reason"));
        }
    }

    /** What stands in a tree at a path of names and positions. */
    static Object at(Object tree, String... path) {
        Object here = tree;
        for (String step : path) {
            Object next =
                    here instanceof List<?> list ? list.get(Integer.parseInt(step)) : ((Map<?, ?>) here).get(step);
            here = Objects.requireNonNull(next, step);
        }
        return here;
    }

    Peer() {
        signIn(mailbox.refreshToken(client));
    }

    void signIn(String refresh) {
        access = String.valueOf(token(Map.of("grant_type", "refresh_token", "refresh_token", refresh))
                .json()
                .get("access_token"));
    }

    void as(String token) {
        access = token;
    }

    /** Asks the token endpoint with the client's id and secret, where the form has no others. */
    Answer token(Map<String, String> fields) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("client_id", client.id(), "client_secret", "word"));
        form.putAll(fields);
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return ask(HttpRequest.newBuilder(URI.create(gmail.tokenUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer get(String path) {
        return ask(to("/gmail/v1/users/me/" + path).GET());
    }

    /** Posts JSON, zipped as Google's library does. */
    Answer post(String path, Object tree) {
        return ask(to("/gmail/v1/users/me/" + path)
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped(Json.writeBytes(tree)))));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : gmail.apiBaseUrl() + path))
                .header("Authorization", "Bearer " + access);
    }

    Answer ask(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(), answer.headers().map(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer send(String mail) {
        return post("messages/send", Map.of("raw", raw(mail)));
    }

    Answer send(String mail, String threadId) {
        return post("messages/send", Map.of("raw", raw(mail), "threadId", threadId));
    }

    static String raw(String mail) {
        return Base64.getUrlEncoder().encodeToString(mail.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String q(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A mail with these extra header lines. */
    static byte[] mail(String id, String subject, String... more) {
        return text(id, subject, more).getBytes(StandardCharsets.UTF_8);
    }

    static String text(String id, String subject, String... more) {
        return "From: Zoe <zoe@customer.example>\r\nTo: support@acme.example\r\nMessage-ID: <" + id + ">\r\nSubject: "
                + subject + "\r\n"
                + String.join(
                        "", List.of(more).stream().map(line -> line + "\r\n").toList())
                + "\r\nHello\r\n";
    }

    /** The answer of the mailbox to a customer. */
    static String reply(String id, String subject, String answered) {
        return "From: support@acme.example\r\nTo: Zoe <zoe@customer.example>\r\nMessage-ID: <" + id
                + ">\r\nSubject: " + subject + "\r\n"
                + (answered.isEmpty() ? "" : "In-Reply-To: <" + answered + ">\r\nReferences: <" + answered + ">\r\n")
                + "\r\nWe look into it\r\n";
    }

    /** The message ids in a page of a list, in order. */
    static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        if (answer.json().get("messages") instanceof List<?> list) {
            list.forEach(each -> ids.add(String.valueOf(((Map<?, ?>) each).get("id"))));
        }
        return ids;
    }

    @Override
    public void close() {
        gmail.close();
    }
}
