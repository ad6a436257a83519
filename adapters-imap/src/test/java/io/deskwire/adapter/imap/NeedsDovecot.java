package io.deskwire.adapter.imap;

import io.deskwire.testkit.mail.DovecotServer;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Skips a test class, with one loud line, where there is no Dovecot. */
final class NeedsDovecot implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = DovecotServer.missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("Dovecot is here");
        }
        if (context.getTestMethod().isEmpty()) {
            LoggerFactory.getLogger(NeedsDovecot.class).warn("SKIPPED {}: {}", context.getDisplayName(), missing.get());
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }
}
