package io.deskwire.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Arguments of statements with lists. */
final class Arguments {

    private Arguments() {}

    /** The tenant, then the items' ids. */
    static Object[] of(String tenantId, List<WorkItem> items) {
        List<Object> arguments = new ArrayList<>(items.size() + 1);
        arguments.add(tenantId);
        items.forEach(item -> arguments.add(item.id()));
        return arguments.toArray();
    }
}
