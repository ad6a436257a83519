package io.deskwire.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a provider or helpdesk failed. The message is for administrators and never holds a secret. */
public final class ChannelException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final @Nullable String code;
    private final @Nullable String hint;
    private final @Nullable Duration retryAfter;

    private ChannelException(
            FailureKind kind,
            String message,
            @Nullable String code,
            @Nullable String hint,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = code;
        this.hint = hint;
        this.retryAfter = retryAfter;
    }

    /** A failure of a kind, in words. */
    public static ChannelException of(FailureKind kind, String message) {
        return new ChannelException(kind, message, null, null, null, null);
    }

    /** A failure with what caused it. */
    public static ChannelException of(FailureKind kind, String message, @Nullable Throwable cause) {
        return new ChannelException(kind, message, null, null, null, cause);
    }

    /** Asked to wait; {@code retryAfter} is null where the provider did not say how long. */
    public static ChannelException throttled(String message, @Nullable Duration retryAfter) {
        return new ChannelException(FailureKind.THROTTLED, message, null, null, retryAfter, null);
    }

    /** The same failure with the provider's own code, such as {@code 5.7.1}. */
    public ChannelException withCode(@Nullable String newCode) {
        return new ChannelException(kind, text(), newCode, hint, retryAfter, getCause());
    }

    /** The same failure with a sentence on what an administrator can do about it. */
    public ChannelException withHint(String newHint) {
        return new ChannelException(kind, text(), code, newHint, retryAfter, getCause());
    }

    public FailureKind kind() {
        return kind;
    }

    /** The provider's own code, if it gave one. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** What an administrator can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** How long the provider asked us to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    private String text() {
        return Objects.requireNonNullElse(getMessage(), kind.name());
    }
}
