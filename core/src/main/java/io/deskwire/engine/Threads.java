package io.deskwire.engine;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Where threads come from. */
final class Threads {

    /** Before 24 a virtual thread that waits inside a synchronized block, as Angus Mail's idle does, pins its carrier. */
    private static final int FIRST_SAFE_JAVA = 24;

    private Threads() {}

    static boolean virtualThreadsAreSafe() {
        return Runtime.version().feature() >= FIRST_SAFE_JAVA;
    }

    /** Named daemon threads; virtual ones where they are safe. */
    static ThreadFactory factory(String name) {
        return virtualThreadsAreSafe() ? virtual(name) : platform(name);
    }

    static ThreadFactory platform(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "deskwire-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** By reflection, since byte code stays at 17. */
    private static ThreadFactory virtual(String name) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named =
                    type.getMethod("name", String.class, long.class).invoke(builder, "deskwire-" + name + "-", 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            return platform(name);
        }
    }
}
