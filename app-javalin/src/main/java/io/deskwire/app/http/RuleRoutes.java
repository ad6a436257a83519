package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.config.ConfigProblem;
import io.deskwire.intake.RuleDryRun;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code …/channels/{channel}/rules/dry-run}: what rules would do with stored mail. */
final class RuleRoutes implements Routes {

    private static final String DRY_RUN = "/api/v1/tenants/{tenant}/channels/{channel}/rules/dry-run";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.post(DRY_RUN, ctx -> dryRun(ctx, context.deskwire().ruleDryRun()));
    }

    private static void dryRun(Context ctx, RuleDryRun dryRun) {
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("parser_config"));
        Map<String, Object> parserConfig = body.object("parser_config");
        body.check();
        if (parserConfig != null) {
            List<ConfigProblem> problems = dryRun.check(parserConfig);
            if (!problems.isEmpty()) {
                throw ProblemException.invalid("the rules have problems; nothing was tried", problems);
            }
        }
        String cursor = Params.query(ctx, "cursor");
        int limit = Params.limit(ctx);
        Page<RuleDryRun.Trial> page;
        try {
            page = dryRun.run(Params.tenant(ctx), Params.channel(ctx), parserConfig, cursor, limit)
                    .orElseThrow(() -> ProblemException.notFound("there is no channel " + Params.channel(ctx)));
        } catch (IllegalArgumentException e) {
            throw ProblemException.conflict(String.valueOf(e.getMessage()));
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("looked_at", page.items().size());
        tree.put(
                "changed",
                page.items().stream().filter(RuleDryRun.Trial::changed).count());
        tree.put(
                "not_judged",
                page.items().stream().filter(t -> t.after() == null).count());
        tree.put("items", page.items().stream().map(RuleTrialJson::tree).toList());
        tree.put("next_cursor", page.nextCursor());
        Answers.json(ctx, 200, tree);
    }
}
