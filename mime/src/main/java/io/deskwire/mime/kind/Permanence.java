package io.deskwire.mime.kind;

import io.deskwire.failure.FailureKind;
import io.deskwire.message.DeliveryStatus;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hard or soft: whether the address itself is dead ({@link FailureKind#PERMANENT}: nobody of that name, no such domain, moved,
 * takes no mail) or only this message or this moment was refused ({@link FailureKind#TRANSIENT}: full, too large, taken for
 * spam, blocked, expired). Servers answer 5xx to both, so code and words are weighed together.
 */
final class Permanence {

    /** Codes of RFC 3463 and Exchange Online that speak of the address alone. */
    private static final Set<String> DEAD =
            Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.1.351", "5.4.4", "5.4.310");

    /** Codes that speak of the mailbox, the message or the sender. */
    private static final Set<String> ALIVE = Set.of(
            "5.2.2", "5.2.3", "5.3.1", "5.3.4", "5.4.5", "5.4.7", "5.1.7", "5.1.8", "5.6.0", "5.6.1", "5.7.7", "5.7.9");

    private static final String[] NOBODY =
            Phrases.of("user unknown|unknown user|user is unknown|no such user|no such recipient|no such mailbox|"
                    + "no such address|no such account|no such person|no such domain|no such host|does not exist|"
                    + "doesn't exist|do not exist|did not exist|doesn't have a|does not have a|unknown recipient|"
                    + "recipient unknown|unknown address|address unknown|unknown or illegal|unknown or invalid|"
                    + "unknown local|unknown mailbox|recipnotfound|recipientnotfound|recipient not found|"
                    + "user not found|mailbox not found|account not found|address not found|domain not found|"
                    + "host not found|couldn't be found|could not be found|wasn't found|was not found|not listed in|"
                    + "no mailbox|mailbox unavailable|mailbox not available|invalid recipient|recipient invalid|"
                    + "invalid address|invalid mailbox|invalid user|invalid domain|bad destination|bad recipient|"
                    + "no longer on server|no longer valid|no longer exists|no longer in use|no longer active|"
                    + "has moved|inactive email address|host unknown|unknown host|unknown domain|unrouteable|"
                    + "unroutable|address rejected|not our customer|not a known user|not known at this|"
                    + "not accepting network|does not accept mail|doesn't accept mail|null mx|nullmx|"
                    + "couldn't find a mail exchanger|couldn't find any host|name or service not known|"
                    + "name service error|dns lookup failure|host or domain name|user doesn't|invalide|inconnu|"
                    + "introuvable|n'existe pas|desconocid|no existe|não existe|nao existe|unbekannt|existiert nicht|"
                    + "nicht gefunden|sconosciut|inesistente|onbekend|bestaat niet|nieznany|nie istnieje|неизвест|"
                    + "не существует|не найден|несуществ|存在しません|見つかりません|リストにありません|あて先不明|宛先不明|不存在|查无此|존재하지");

    private static final String[] REFUSED =
            Phrases.of("quota|full|storage|too large|too big|size limit|maximum size|exceed|spam|blacklist|blocklist|"
                    + "block list|blocked|spamhaus|reputation|dnsbl|policy|dmarc|dkim|unauthenticated|relay|"
                    + "rate limit|too many|throttl|try again|temporar|greylist|timed out|timeout|connection refused|"
                    + "virus|malware|reverse dns|ptr record|client host|suspended|error detail: error writing|"
                    + "sender address|sender rejected|not authorized|permission");

    /** Words that turn the rest around: it is full, or the sender, or the moment that is wrong. */
    private static final String[] ELSEWHERE =
            Phrases.of("quota|mailbox full|mailbox is full|spamhaus|blocklist|blacklist|after mail from|mail from:|"
                    + "unroutable sender|unrouteable sender|sender address|sender domain|sender rejected|"
                    + "found, try again|try again later|try later|end of data|>>> data");

    private Permanence() {}

    /**
     * What kind of failure a report speaks of.
     *
     * @param words what the servers said, or null
     */
    static @Nullable FailureKind of(DeliveryStatus status, @Nullable String code, @Nullable String words) {
        if (status == DeliveryStatus.DEFERRED) {
            return FailureKind.TRANSIENT;
        }
        if (status != DeliveryStatus.BOUNCED) {
            return null;
        }
        return isDead(code == null ? "" : code, words == null ? "" : bare(words))
                ? FailureKind.PERMANENT
                : FailureKind.TRANSIENT;
    }

    private static boolean isDead(String code, String words) {
        // 5.2 is about a mailbox that exists.
        if (ALIVE.contains(code) || code.startsWith("4") || code.startsWith("5.2.") || Phrases.in(words, ELSEWHERE)) {
            return false;
        }
        if (DEAD.contains(code) || words.contains("recipient address rejected: access denied")) {
            return true;
        }
        // 5.7 is about rights; the same words may speak of the sender there.
        return Phrases.in(words, NOBODY) && !(code.startsWith("5.7") && Phrases.in(words, REFUSED));
    }

    /** Addresses, host names and links may hold any of the words. */
    private static String bare(String words) {
        StringBuilder out = new StringBuilder(words.length());
        for (String token : words.toLowerCase(Locale.ROOT).replace('’', '\'').split("\\s+", -1)) {
            boolean name = token.indexOf('@') >= 0 && !token.startsWith("from:");
            name |= token.contains("://") && !token.contains("spamhaus");
            out.append(name ? "" : token).append(' ');
        }
        return out.toString();
    }
}
