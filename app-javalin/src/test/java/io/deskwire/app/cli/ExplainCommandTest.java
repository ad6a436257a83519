package io.deskwire.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("answer.eml"), """
                From: Ann <ann@customer.example>
                To: support+dw1abcdefghijklmnopqrstuvwxyz01234567890123456789@acme.example
                Subject: Re: [#12] Größe
                In-Reply-To: <1@acme.example>
                References: <0@acme.example> <1@acme.example>
                Content-Type: text/plain; charset=utf-8

                Thank you.

                On Sun, Nov 22, 2026 at 9:00 AM Ben <support@acme.example> wrote:
                > Which size?
                """);
        Files.writeString(folder.resolve("bounce.eml"), """
                Return-Path: <>
                From: MAILER-DAEMON@acme.example
                To: support@acme.example
                Auto-Submitted: auto-replied
                Subject: Undelivered Mail Returned to Sender

                The message could not be delivered.
                <gone@customer.example>: 550 5.1.1 no such user
                """);
        Files.writeString(folder.resolve("rules.txt"), """
                {"rules": [
                  {"name": "sizes", "when": {"subject": "größe"}, "then": {"queue": "shop", "tags": ["size"]}},
                  {"name": "thanks", "when": {"body": "thank you"}, "then": {"drop": "only thanks"}}
                ]}""");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void it_says_why_for_people() {
        Cli.Result result = Cli.run("explain", path("answer.eml"), path("bounce.eml"));
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsSubsequence(
                        "message (opens a ticket, or continues one)",
                        "nothing speaks for a machine",
                        "signed address support+dw1",
                        "known message 1@acme.example: In-Reply-To",
                        "known message 0@acme.example: References",
                        "subject tag [#12]",
                        "what was written (confidence",
                        "| Thank you.",
                        "bounce (opens no ticket",
                        "auto-submitted: auto-replied",
                        "return-path: <>",
                        "gone@customer.example bounced 5.1.1")
                .doesNotContain("Which size?", "rules");
    }

    @Test
    void it_says_which_rules_apply() {
        Cli.Result people = Cli.run("explain", "--rules", path("rules.txt"), path("answer.eml"), path("bounce.eml"));
        assertThat(people.out())
                .containsSubsequence("drop it, rule 'thanks': only thanks", "- sizes", "- thanks", "\"queue\":\"shop\"")
                .contains("rules        are not asked about this");
        Cli.Result machines =
                Cli.run("explain", "--json", "--rules", path("rules.txt"), path("answer.eml"), path("bounce.eml"));
        List<Map<String, Object>> trees =
                machines.out().lines().map(Json.strict()::parseObject).toList();
        assertThat(String.valueOf(trees.get(0).get("rules"))).contains("outcome=drop", "matched=[sizes, thanks]");
        assertThat(trees.get(1)).containsEntry("rules", null);
        assertThat(String.valueOf(trees.get(0).get("signals")))
                .containsSubsequence("signed_address", "known_message", "subject_tag");
        assertThat(String.valueOf(trees.get(1).get("reports"))).contains("gone@customer.example", "5.1.1");
    }

    @Test
    void rules_that_are_wrong_are_one_line_and_nothing_is_read() throws IOException {
        Files.writeString(folder.resolve("wrong.txt"), "{\"rules\":[{\"name\":\"a\",\"when\":{\"subject\":7}}]}");
        Cli.Result result = Cli.run("explain", "--rules", path("wrong.txt"), path("answer.eml"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains("problems", "rules[0]");
    }

    @Test
    void what_cannot_be_read_is_a_line_each_and_the_rest_is_read() throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.writeString(folder.resolve("hint"), "{\"subscription\":\"s\",\"message\":{}}");
        Cli.Result result = Cli.run("explain", "--json", path("none"), folder.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("deskwire: "))
                .anyMatch(line -> line.contains("none: there is no such file"))
                .anyMatch(line -> line.contains("loop: is a link"))
                .anyMatch(line -> line.contains("hint: is a hint"))
                .anyMatch(line -> line.contains("rules.txt: looks like"));
        assertThat(result.out().lines())
                .hasSize(2)
                .allMatch(line -> Json.strict().parseObject(line).containsKey("kind"));
    }
}
