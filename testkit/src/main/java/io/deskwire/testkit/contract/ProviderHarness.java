package io.deskwire.testkit.contract;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Address;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Plays the provider for the contracts of channels: one account per tenant, all empty at the start. Implemented once for
 * every adapter, over a real server or a simulator. Sabotage of one account leaves the others alone.
 */
public interface ProviderHarness extends AutoCloseable {

    /** What a provider can be made to do. */
    enum Sabotage {
        /** Refuses the credentials of the account. */
        REFUSE_CREDENTIALS,
        /** Cannot be reached, or answers with a server error. */
        BE_AWAY,
        /** Asks to wait for {@link ProviderHarness#RETRY_AFTER_SECONDS}. */
        THROTTLE,
        /** Takes a message and cuts the connection before it says so. */
        CUT_AFTER_TAKING,
        /** Cuts the connection in the middle of a message that is sent, so that it is not taken. */
        CUT_WHILE_TAKING,
        /** Gives every item another name, so that cursors are of no more use. */
        EXPIRE_CURSORS,
        /** Ends connections on which somebody waits for news. */
        DROP_WATCHES
    }

    /** What one message of a provider can carry besides a text to one person, as e-mail does. */
    enum Carriage {
        SEVERAL_RECIPIENTS,
        SUBJECT,
        SEVERAL_FILES,
        /** The message it answers and that one's ancestors, by any id. */
        ANCESTORS
    }

    /** How long {@link Sabotage#THROTTLE} asks to wait. */
    long RETRY_AFTER_SECONDS = 77;

    /** The recipient that every provider refuses for good. */
    Address REFUSED = Address.email("refused@customer.example");

    /** The recipient that every provider refuses for now. */
    Address DEFERRED = Address.email("deferred@customer.example");

    ChannelType type();

    ChannelContext context();

    /** The configuration of a tenant's channel; the channel id is the same for all tenants. */
    ChannelConfig config(String tenantId);

    /** Puts an item into the account, unread. */
    void arrive(String tenantId, byte[] message);

    /** The bytes the adapter is to hand over for what arrived, where the provider itself changes them. */
    default byte[] asHeld(byte[] arrived) {
        return arrived;
    }

    /** Takes the oldest item away from the account, as another client may. */
    void removeOldest(String tenantId);

    /** How many items the account holds. */
    int items(String tenantId);

    /** Whether no item of the account was marked, moved or deleted by the adapter. */
    boolean isUntouched(String tenantId);

    /** What this provider can be made to do; clauses about the rest are skipped and say so. */
    Set<Sabotage> abilities();

    /** What a message can carry here; clauses about the rest are skipped and say so. */
    default Set<Carriage> carries() {
        return EnumSet.allOf(Carriage.class);
    }

    /** The address under which this provider reaches a person whom the clauses know by an e-mail address. */
    default Address reaching(Address person) {
        return person;
    }

    /** Whether a recipient can be refused on its own ({@link #REFUSED}, {@link #DEFERRED}). */
    boolean answersPerRecipient();

    /** Misbehaves from now on until {@link #recover}; EXPIRE_CURSORS and DROP_WATCHES happen once. */
    void sabotage(String tenantId, Sabotage sabotage);

    /** Ends the sabotage of an account. */
    void recover(String tenantId);

    /** Messages the provider took from the account, once for every time it took them, in order. */
    List<SentCopy> sent(String tenantId);

    /** Values that must appear in no exception: passwords, tokens. */
    List<String> secrets(String tenantId);

    @Override
    void close();
}
