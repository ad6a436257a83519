package io.deskwire.testkit.gmail;

import static io.deskwire.testkit.gmail.Peer.ids;
import static io.deskwire.testkit.gmail.Peer.mail;
import static io.deskwire.testkit.gmail.Peer.q;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.gmail.Peer.Answer;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GmailReadingTest {

    private final Peer peer = new Peer();
    private final GmailMailbox mailbox = peer.mailbox;

    @AfterEach
    void stop() {
        peer.close();
    }

    private Answer history(long start, String more) {
        return peer.get("history?" + more + "startHistoryId=" + start);
    }

    @Test
    void the_profile_names_the_mailbox_and_its_newest_history_id_as_text() {
        Answer profile = peer.get("profile");
        assertThat(profile.json())
                .containsEntry("emailAddress", "support@acme.example")
                .containsEntry("historyId", Long.toString(mailbox.historyId()));
    }

    @Test
    void nothing_new_is_said_without_a_history_key() {
        assertThat(history(mailbox.historyId(), "").json())
                .isEqualTo(Map.of("historyId", Long.toString(mailbox.historyId())));
        assertThat(peer.get("messages").json()).doesNotContainKey("messages");
    }

    @Test
    void a_list_begins_with_the_latest_time_or_with_what_came_last() {
        String fresh = mailbox.receive(mail("a@x.example", "Fresh"));
        String old = mailbox.receiveAt(
                peer.clock.instant().minus(Duration.ofDays(400)), mail("b@x.example", "Old"), "INBOX");
        assertThat(ids(peer.get("messages"))).containsExactly(fresh, old);
        mailbox.listByArrival(true);
        assertThat(ids(peer.get("messages"))).containsExactly(old, fresh);
    }

    @Test
    void a_start_in_the_future_is_refused_or_answered_with_what_there_is() {
        long future = mailbox.historyId() + 1_000;
        assertThat(history(future, "").status()).isEqualTo(404);
        mailbox.takeFutureHistory(true);
        assertThat(history(future, "").json()).isEqualTo(Map.of("historyId", Long.toString(mailbox.historyId())));
    }

    @Test
    void history_comes_in_pages_of_ascending_ids_with_gaps() {
        long start = mailbox.historyId();
        mailbox.pageSize(2);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            received.add(mailbox.receive(mail("m" + i + "@x.example", "Hi " + i)));
        }
        List<String> seen = new ArrayList<>();
        List<BigInteger> ids = new ArrayList<>();
        String page = "";
        int pages = 0;
        do {
            Answer answer = history(
                    start, "historyTypes=messageAdded&historyTypes=labelAdded&labelId=INBOX&maxResults=500&" + page);
            ((List<?>) answer.at("history")).forEach(record -> {
                ids.add(new BigInteger(String.valueOf(Peer.at(record, "id"))));
                seen.add(String.valueOf(Peer.at(record, "messagesAdded", "0", "message", "id")));
            });
            Object next = answer.json().get("nextPageToken");
            page = next == null ? "" : "pageToken=" + next + "&";
            pages++;
        } while (!page.isEmpty());
        assertThat(seen).isEqualTo(received);
        assertThat(pages).isEqualTo(3);
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids.get(4).subtract(ids.get(0)).intValue()).isGreaterThan(4);
    }

    @Test
    void history_that_was_forgotten_and_that_never_was_are_not_found() {
        long start = mailbox.historyId();
        mailbox.receive(mail("m1@x.example", "Hi"));
        mailbox.forgetHistory();
        assertThat(history(start, "").status()).isEqualTo(404);
        assertThat(history(start, "").reason()).isEqualTo("notFound");
        assertThat(history(mailbox.historyId() + 1_000, "").status()).isEqualTo(404);
        assertThat(history(mailbox.historyId(), "").status()).isEqualTo(200);
        assertThat(peer.get("history").status()).isEqualTo(400);
        assertThat(peer.get("history?startHistoryId=abc").status()).isEqualTo(400);
        assertThat(history(mailbox.historyId(), "historyTypes=messagesAdded&").status())
                .isEqualTo(400);
    }

    @Test
    void labels_drafts_and_deletions_stand_in_the_history() {
        String spam = mailbox.receive(mail("m1@x.example", "Hi"), "SPAM");
        long start = mailbox.historyId();
        mailbox.move(spam, "INBOX");
        mailbox.draft(mail("m2@x.example", "Draft"));
        mailbox.delete(spam);
        Answer answer = history(start, "");
        assertThat(answer.at("history", "0", "labelsAdded", "0", "labelIds")).isEqualTo(List.of("INBOX"));
        assertThat(answer.at("history", "1", "labelsRemoved", "0", "labelIds")).isEqualTo(List.of("SPAM"));
        assertThat(answer.at("history", "2", "messagesAdded", "0", "message", "labelIds"))
                .isEqualTo(List.of("DRAFT"));
        assertThat(answer.at("history", "3", "messagesDeleted", "0", "message", "id"))
                .isEqualTo(spam);
        assertThat(peer.get("messages/" + spam).status()).isEqualTo(404);
        assertThat((List<?>) history(start, "historyTypes=messageAdded&").at("history"))
                .hasSize(1);
        assertThat((List<?>) history(start, "labelId=DRAFT&").at("history")).hasSize(1);
        mailbox.repeatHistory(true);
        long again = mailbox.historyId();
        mailbox.receive(mail("m3@x.example", "Twice"));
        assertThat((List<?>) history(again, "").at("history")).hasSize(2);
    }

    @Test
    void the_raw_mail_comes_back_byte_for_byte_and_only_the_fields_asked_for() {
        byte[] mail = mail("m1@x.example", "Hé");
        String id = mailbox.receive(mail);
        Answer answer = peer.get("messages/" + id + "?fields=id,threadId,labelIds,internalDate,raw&format=raw");
        assertThat(answer.json())
                .containsOnlyKeys("id", "threadId", "labelIds", "internalDate", "raw")
                .containsEntry("internalDate", Long.toString(peer.clock.millis()))
                .containsEntry("labelIds", List.of("INBOX", "UNREAD"));
        assertThat(Base64.getUrlDecoder().decode(String.valueOf(answer.at("raw"))))
                .isEqualTo(mail);
        assertThat(peer.get("messages/" + id + "?format=minimal").json())
                .doesNotContainKeys("raw", "payload")
                .containsEntry("sizeEstimate", (long) mail.length);
        Answer metadata = peer.get("messages/" + id + "?format=metadata&metadataHeaders=Message-ID");
        assertThat(metadata.at("payload", "headers"))
                .isEqualTo(List.of(Map.of("name", "Message-ID", "value", "<m1@x.example>")));
        assertThat(peer.get("messages/" + id + "?format=other").status()).isEqualTo(400);
        assertThat(peer.get("messages/ffff").reason()).isEqualTo("notFound");
        assertThat(peer.get("messages?fields=messages(id),nextPageToken").json())
                .isEqualTo(Map.of("messages", List.of(Map.of("id", id))));
    }

    @Test
    void a_large_mail_is_complete() {
        byte[] large = new String(mail("m1@x.example", "Hi"), StandardCharsets.US_ASCII)
                .concat("x".repeat(3_000_001))
                .getBytes(StandardCharsets.US_ASCII);
        String id = mailbox.receive(large);
        assertThat(Base64.getUrlDecoder()
                        .decode(String.valueOf(
                                peer.get("messages/" + id + "?format=raw").at("raw"))))
                .isEqualTo(large);
    }

    @ParameterizedTest
    @CsvSource({
        "newer_than:3d, 3",
        "newer_than:30d, 3 2 1",
        "older_than:3d, 2 1",
        "after:2026/11/20, 3",
        "after:1795200000, 3",
        "in:sent, 2",
        "in:anywhere, 4 3 2 1",
        "rfc822msgid:m3@x.example, 3",
        "rfc822msgid:<m3@x.example>, 3",
        "in:sent rfc822msgid:m3@x.example, ''",
        "newer_than:30d -in:sent, 3 1",
        "label:Desk, 1",
        "subject:two, 2",
        "'', 3 2 1"
    })
    void a_search_finds(String search, String found) {
        peer.clock.set(peer.clock.instant().minus(Duration.ofDays(10)));
        List<String> ids = new ArrayList<>();
        ids.add(mailbox.receive(mail("m1@x.example", "one"), "INBOX", mailbox.addLabel("Desk")));
        ids.add(mailbox.receive(mail("m2@x.example", "two"), "SENT"));
        peer.clock.advance(Duration.ofDays(9));
        ids.add(mailbox.receive(mail("m3@x.example", "three")));
        ids.add(mailbox.receive(mail("m4@x.example", "four"), "SPAM"));
        peer.clock.advance(Duration.ofDays(1));
        peer.signIn(mailbox.refreshToken(peer.client));
        List<String> expected = List.of(found.split(" ")).stream()
                .filter(each -> !each.isEmpty())
                .map(each -> ids.get(Integer.parseInt(each) - 1))
                .toList();
        assertThat(ids(peer.get("messages?q=" + q(search)))).isEqualTo(expected);
    }

    @Test
    void lists_come_newest_first_in_pages_by_labels_and_with_spam_when_asked() {
        List<String> inbox = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            inbox.add(0, mailbox.receive(mail("m" + i + "@x.example", "Hi " + i)));
        }
        String spam = mailbox.receive(mail("s@x.example", "Buy"), "SPAM");
        Answer first = peer.get("messages?labelIds=INBOX&maxResults=2");
        assertThat(ids(first)).isEqualTo(inbox.subList(0, 2));
        Answer second = peer.get("messages?labelIds=INBOX&maxResults=2&pageToken=" + first.at("nextPageToken"));
        assertThat(ids(second)).isEqualTo(inbox.subList(2, 3));
        assertThat(second.json()).doesNotContainKey("nextPageToken");
        assertThat(ids(peer.get("messages?includeSpamTrash=true"))).contains(spam);
        assertThat(ids(peer.get("messages"))).doesNotContain(spam);
        assertThat(peer.get("messages?q=" + q("has:attachment")).status()).isEqualTo(400);
        mailbox.searchLag(Duration.ofMinutes(1));
        assertThat(ids(peer.get("messages?q=" + q("in:anywhere")))).isEmpty();
    }

    @Test
    void labels_are_changed_as_strictly_as_gmail_does() {
        String id = mailbox.receive(mail("m1@x.example", "Hi"));
        String label = mailbox.addLabel("Desk/Done");
        assertThat(label).isEqualTo("Label_7");
        String modify = "messages/" + id + "/modify";
        assertThat(peer.post(modify, Map.of("addLabelIds", List.of(label), "removeLabelIds", List.of("UNREAD")))
                        .at("labelIds"))
                .isEqualTo(List.of("INBOX", "Label_7"));
        long before = mailbox.historyId();
        assertThat(peer.post(modify, Map.of("addLabelIds", List.of(label))).status())
                .isEqualTo(200);
        assertThat(mailbox.historyId()).isEqualTo(before);
        assertThat(peer.post(modify, Map.of("addLabelIds", List.of("SENT"))).status())
                .isEqualTo(400);
        assertThat(peer.post(modify, Map.of("addLabelIds", List.of("Label_99"))).status())
                .isEqualTo(400);
        assertThat(peer.post(modify, Map.of("addLabelIds", List.of(label), "removeLabelIds", List.of(label)))
                        .status())
                .isEqualTo(400);
        assertThat(peer.post(modify, Map.of()).status()).isEqualTo(400);
        Answer batch =
                peer.post("messages/batchModify", Map.of("ids", List.of(id, "ff"), "removeLabelIds", List.of("INBOX")));
        assertThat(batch.status()).isEqualTo(204);
        assertThat(mailbox.message(id).labels()).containsOnly("Label_7");
        assertThat(peer.post("messages/" + id + "/trash", Map.of()).at("labelIds"))
                .isEqualTo(List.of("Label_7", "TRASH"));
        assertThat(peer.get("labels").text()).contains("Desk/Done").contains("\"INBOX\"");
        assertThat(peer.get("labels/Label_7").json()).containsEntry("name", "Desk/Done");
    }

    @Test
    void zips_only_for_those_who_say_so_twice() {
        mailbox.receive(mail("m1@x.example", "Hi"));
        HttpRequest.Builder request = peer.to("/gmail/v1/users/me/profile")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "desk Google-HTTP-Java-Client/2.0.0 (gzip)");
        assertThat(peer.ask(request).headers()).containsEntry("content-encoding", List.of("gzip"));
        assertThat(peer.get("profile").headers()).doesNotContainKey("content-encoding");
    }
}
