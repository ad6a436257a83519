package io.deskwire.app;

import io.deskwire.Deskwire;
import io.deskwire.Stores;
import io.deskwire.app.http.Access;
import io.deskwire.app.limit.Limits;
import io.deskwire.app.limit.TokenBuckets;
import io.deskwire.app.metrics.WebhookCounts;
import io.deskwire.app.oauth.Consents;
import io.deskwire.app.support.SupportBundle;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.TicketStore;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What pages and routes work with.
 *
 * @param deskwire channels, replies, messages, dead letters
 * @param stores the ports behind it, for what the facade does not offer
 * @param tickets the built-in ticket store
 * @param config the channels' documents
 * @param database is asked for readiness
 * @param clock the present
 * @param access knows the admin token
 * @param sessionKey signs what a browser keeps; changes with the admin token, which ends every session
 * @param publicUrl where this server is reached from outside, without a slash at its end; known once it listens
 * @param files addresses under which providers fetch files
 * @param consents connect channels' accounts
 * @param webhooks what came in over webhooks since the start, by channel
 * @param audit notes what is done
 * @param limits how often somebody may ask
 * @param channelTests connection tests by tenant: each tells what answers at an address that a document names
 * @param support what is handed to somebody who helps
 * @param figures what was counted, in the text format of Prometheus
 * @param backfills what is read again, and how far it is
 * @param shutdown tells when the server stops
 */
public record ServerContext(
        Deskwire deskwire,
        Stores stores,
        TicketStore tickets,
        ConfigStore config,
        Database database,
        Clock clock,
        Access access,
        Secret sessionKey,
        Supplier<String> publicUrl,
        FileLinks files,
        Consents consents,
        WebhookCounts webhooks,
        AuditTrail audit,
        Limits limits,
        TokenBuckets channelTests,
        SupportBundle support,
        Supplier<String> figures,
        Backfills backfills,
        Shutdown shutdown) {}
