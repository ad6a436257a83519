package io.deskwire.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The person who looks after dead letters. An item under which the process died three times is given up, since it may be what
 * killed it; here it never is, so all of those are tried again. What a rule holds stays.
 */
final class DeadLetterDesk {

    private DeadLetterDesk() {}

    /** Retries them; notes which stored items they are. */
    static void retry(Api api, Store store, Set<String> retried) throws SQLException, InterruptedException {
        Map<String, String> paths = new LinkedHashMap<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT tenant_id, id, raw_id FROM deskwire_dead_letter"
                        + " WHERE stage = 'intake' AND reason LIKE 'work on it was begun%'")) {
            while (rows.next()) {
                paths.put(
                        rows.getString(3),
                        "/api/v1/tenants/" + rows.getString(1) + "/dead-letters/" + rows.getString(2) + "/retry");
            }
        }
        for (Map.Entry<String, String> one : paths.entrySet()) {
            if (api.call("POST", one.getValue(), null, null).isGood()) {
                retried.add(one.getKey());
            }
        }
    }
}
