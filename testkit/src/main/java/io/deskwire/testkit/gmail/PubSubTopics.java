package io.deskwire.testkit.gmail;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All topics. Thread-safe. */
final class PubSubTopics {

    private final List<PubSubTopic> topics = new CopyOnWriteArrayList<>();

    void add(PubSubTopic topic) {
        if (find(topic.name()).isPresent()) {
            throw new IllegalArgumentException("there is a topic " + topic.name());
        }
        topics.add(topic);
    }

    Optional<PubSubTopic> find(String name) {
        return topics.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }
}
