package io.deskwire.testkit.whatsapp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What happens to a message after it was accepted: its link is fetched, and its statuses are told. */
final class FollowUp {

    private final SimulatorState state;

    FollowUp(SimulatorState state) {
        this.state = state;
    }

    /** The answer with what follows it; with {@link Behaviour#statusBeforeResponse} that happens at once. */
    Answer followedUp(Answer answer, ReceivedMessage message) {
        if (state.behaviour().statusBeforeResponse()) {
            run(message);
            return answer;
        }
        state.worker().expect();
        return answer.then(() -> state.worker().expectedNow(() -> run(message)));
    }

    private void run(ReceivedMessage message) {
        String link = message.content().link();
        if (link == null || message.content().fault() != 0 || !state.behaviour().fetchLinks()) {
            Statuses.automatic(message);
            return;
        }
        Optional<MediaFile> file = fetch(URI.create(link));
        if (file.isPresent()) {
            message.arrived(file.get());
            Statuses.automatic(message);
        } else {
            boolean twilio = message.face() == Flavour.TWILIO;
            Statuses.failed(message, twilio ? 63019 : 131053, "Downloading media from weblink failed.");
        }
    }

    private Optional<MediaFile> fetch(URI link) {
        if (state.behaviour().publicLinksOnly() && !isPublic(link)) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(link)
                .timeout(Duration.ofSeconds(10))
                .header("User-Agent", "WhatsApp/2")
                .build();
        try {
            HttpResponse<byte[]> answer = state.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                return Optional.empty();
            }
            String type = answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
            String path = link.getPath() == null ? "" : link.getPath();
            String name = path.substring(path.lastIndexOf('/') + 1);
            MediaFile file = MediaFile.ofOwn(answer.body(), type, name.isEmpty() ? null : name);
            return MediaRules.contentFault(type, answer.body()).isPresent() ? Optional.empty() : Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean isPublic(URI link) {
        try {
            InetAddress address = InetAddress.getByName(link.getHost());
            return !address.isLoopbackAddress()
                    && !address.isSiteLocalAddress()
                    && !address.isLinkLocalAddress()
                    && !address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
