package io.deskwire.app.access;

import org.jspecify.annotations.Nullable;

/** Who is at work on this thread, for versions of what they change. A request begins with nobody. */
public final class Author {

    private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

    private Author() {}

    /** From now on it is whoever came this way. */
    static void is(String way, Principal who) {
        CURRENT.set(who.name() == null ? way : way + ": " + who.name());
    }

    /** From now on it is nobody. */
    public static void isNobody() {
        CURRENT.remove();
    }

    /** As the audit log says it. */
    public static String or(String nobody) {
        String current = CURRENT.get();
        return current == null ? nobody : current;
    }
}
