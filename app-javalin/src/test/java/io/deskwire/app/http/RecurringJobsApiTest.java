package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the nodes do now and then, as an operator sees it. */
class RecurringJobsApiTest {

    @TempDir
    Path folder;

    @Test
    void what_was_done_and_is_due_stands_in_the_api_and_in_the_metrics_over_restarts() throws Exception {
        Map<String, Object> before;
        try (RunningServer server = RunningServer.start(folder)) {
            List<Map<String, Object>> jobs = Await.until(
                    () -> server.get("/api/v1/recurring-jobs").items(),
                    items -> items.size() == 4 && items.stream().allMatch(job -> job.get("last_ok_at") != null));

            assertThat(jobs)
                    .extracting(job -> job.get("name"))
                    .containsExactly("dead-letter-alarm", "events", "orphans", "retention");
            before = jobs.get(2);
            assertThat(before).containsEntry("failures", 0L).containsEntry("problem", null);
            assertThat(String.valueOf(before.get("due_at"))).isGreaterThan(String.valueOf(before.get("last_ok_at")));
            Await.until(
                    () -> new String(server.get("/metrics").body(), UTF_8),
                    text -> text.contains("recurring_failures{job=\"retention\"} 0.0")
                            && text.contains("recurring_ok_seconds{job=\"orphans\"}")
                            && text.contains("poll_waiting 0.0"));
        }
        try (RunningServer server = RunningServer.start(folder)) {
            assertThat(server.get("/api/v1/recurring-jobs").items().get(2)).isEqualTo(before);
        }
    }
}
