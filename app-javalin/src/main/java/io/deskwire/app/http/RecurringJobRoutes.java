package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.work.RecurringJobs;
import io.javalin.config.RoutesConfig;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/recurring-jobs}: what the nodes do now and then, when it was done and when it is due. */
final class RecurringJobRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/api/v1/recurring-jobs", ctx -> {
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put(
                    "items",
                    context.deskwire().recurringJobs().stream()
                            .map(RecurringJobRoutes::tree)
                            .toList());
            answer.put("next_cursor", null);
            Answers.json(ctx, 200, answer);
        });
    }

    private static Map<String, @Nullable Object> tree(RecurringJobs.State job) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", job.name());
        tree.put("due_at", job.dueAt().toString());
        tree.put("running_on", job.node());
        tree.put("last_started_at", job.startedAt().toString());
        tree.put("last_ended_at", text(job.endedAt()));
        tree.put("last_ok_at", text(job.okAt()));
        tree.put("failures", job.failures());
        tree.put("problem", job.problem());
        return tree;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
