package io.deskwire.ledger;

import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.cloud.WebhookPost;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A provider that posts mail to us and sends by an HTTP API. */
abstract class PostingSource extends Source {

    private @Nullable WebhookPost last;

    PostingSource(String tenant, String provider) {
        super(tenant, provider);
    }

    /** A mail arrives at the provider, which posts it. */
    abstract List<WebhookPost> receive(String sender, byte[] mail);

    /** How many posts wait to be repeated. */
    abstract int waiting();

    /** Repeats what was not taken. */
    abstract void retry();

    abstract void trouble(Trouble trouble, int times);

    @Override
    final boolean hand(Letter letter, Random random) {
        List<WebhookPost> posts = receive(letter.from(), letter.mail(ADDRESS, random));
        last = posts.get(posts.size() - 1);
        return waiting() == 0;
    }

    @Override
    final boolean again() {
        retry();
        return waiting() == 0;
    }

    /** The last post once more, byte for byte, as a provider does that did not hear the answer. */
    @Override
    final void repeat(Random random) {
        WebhookPost post = last;
        if (post != null) {
            repost(post.url(), post.headers(), post.body());
        }
    }

    @Override
    final String misbehave(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> {
                trouble(Trouble.throttled(5), 5);
                yield channel() + " 429";
            }
            case 1 -> {
                trouble(Trouble.htmlPage(503), 5);
                yield channel() + " 503";
            }
            case 2 -> {
                trouble(Trouble.cutBeforeAccepting(), 2);
                yield channel() + " cut before accepting";
            }
            case 3 -> {
                trouble(Trouble.cutAfterAccepting(), 1);
                yield channel() + " cut after accepting";
            }
            default -> {
                trouble(Trouble.htmlPageAfterAccepting(502), 1);
                yield channel() + " 502 after accepting";
            }
        };
    }
}
