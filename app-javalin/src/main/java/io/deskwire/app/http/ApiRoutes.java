package io.deskwire.app.http;

import java.util.List;

/** All routes of the admin API. */
public final class ApiRoutes {

    private ApiRoutes() {}

    /** The routes. */
    public static List<Routes> all() {
        return List.of(
                new HealthRoutes(),
                new ChannelRoutes(),
                new TicketRoutes(),
                new MessageRoutes(),
                new DeadLetterRoutes());
    }
}
