package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.channel.ChannelMemory;
import org.junit.jupiter.api.Test;

/** Everything {@link ChannelMemory} promises. */
public interface ChannelMemoryContract extends StoresHarness {

    @Test
    default void a_value_is_found_again_by_tenant_channel_and_name() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            stores.memory().put(tenant, CHANNEL, "templates", "of " + tenant + " 件 😀");
        }
        ChannelMemory memory = reopen(stores).memory();
        assertThat(memory.find(ACME, CHANNEL, "templates")).contains("of acme 件 😀");
        assertThat(memory.find(BOLT, CHANNEL, "templates")).contains("of bolt 件 😀");
        assertThat(memory.find(ACME, "another", "templates")).isEmpty();
        assertThat(memory.find(ACME, CHANNEL, "other")).isEmpty();
        assertThat(memory.find("nobody", CHANNEL, "templates")).isEmpty();
    }

    @Test
    default void a_new_value_takes_the_old_ones_place_and_null_forgets_it() {
        Stores stores = stores();
        TENANTS.forEach(tenant -> stores.memory().put(tenant, CHANNEL, "id", "1"));
        stores.memory().put(ACME, CHANNEL, "id", "x".repeat(300_000));
        stores.memory().put(ACME, CHANNEL, "other", "");

        assertThat(stores.memory().find(ACME, CHANNEL, "id")).contains("x".repeat(300_000));
        assertThat(stores.memory().find(ACME, CHANNEL, "other")).contains("");

        stores.memory().put(ACME, CHANNEL, "id", null);
        stores.memory().put(ACME, CHANNEL, "never-there", null);
        assertThat(stores.memory().find(ACME, CHANNEL, "id")).isEmpty();
        assertThat(stores.memory().find(ACME, CHANNEL, "other")).contains("");
        assertThat(stores.memory().find(BOLT, CHANNEL, "id")).contains("1");
    }

    @Test
    default void everything_about_a_channel_is_forgotten_and_nothing_else() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            stores.memory().put(tenant, CHANNEL, "a", "1");
            stores.memory().put(tenant, CHANNEL, "b", "2");
            stores.memory().put(tenant, "another", "a", "3");
        }

        stores.memory().forget(ACME, CHANNEL);
        stores.memory().forget(ACME, "unknown");

        ChannelMemory memory = reopen(stores).memory();
        assertThat(memory.find(ACME, CHANNEL, "a")).isEmpty();
        assertThat(memory.find(ACME, CHANNEL, "b")).isEmpty();
        assertThat(memory.find(ACME, "another", "a")).contains("3");
        assertThat(memory.find(BOLT, CHANNEL, "a")).contains("1");
    }
}
