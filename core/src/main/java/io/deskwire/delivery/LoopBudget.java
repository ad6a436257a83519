package io.deskwire.delivery;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much may go to and fro before it is taken for a loop of machines. Mail that people write is bounded only by rounds: so
 * many messages within an hour that were answered as often within the same hour, which nobody types. 0 means no bound.
 *
 * @param acknowledgements how many new tickets of one sender are acknowledged a day
 * @param perConversation how many automatic messages a conversation takes a day, each way
 * @param perSender how many automatic messages are exchanged with one address of a channel a day, each way
 * @param perTenant how many automatic messages a tenant sends, and is sent, a day
 * @param roundsPerConversation how many messages of a conversation may be answered by as many within an hour; four times as
 *     many within a day
 * @param roundsPerSender the same of everything that is exchanged with one address of a channel
 */
public record LoopBudget(
        int acknowledgements,
        int perConversation,
        int perSender,
        int perTenant,
        int roundsPerConversation,
        int roundsPerSender) {

    /** How many times the rounds of an hour a day may have. */
    static final int DAY = 4;

    private static final String FIELD = "loop_budget";
    private static final int MOST = 1_000_000;

    /** People chat faster than they write letters. */
    private static final String CHAT = "whatsapp";

    private static final int CHAT_FACTOR = 10;

    private static final Set<String> NAMES = Set.of(
            "acknowledgements_per_sender",
            "automatic_per_conversation",
            "automatic_per_sender",
            "automatic_per_tenant",
            "rounds_per_conversation",
            "rounds_per_sender");

    /** Reads {@code loop_budget} of a channel's document; what is missing or wrong there has its default. */
    public static LoopBudget of(ChannelConfig channel) {
        return read(new SettingsReader(document(channel), "config." + FIELD), channel.provider());
    }

    /** For a channel whose document is gone. */
    public static LoopBudget standard() {
        return read(new SettingsReader(Map.of(), FIELD), "");
    }

    /** Everything wrong with {@code loop_budget}. */
    public static List<ConfigProblem> check(ChannelConfig channel) {
        Object given = channel.config().get(FIELD);
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof Map<?, ?>)) {
            return List.of(new ConfigProblem("config." + FIELD, "must be an object"));
        }
        SettingsReader settings = new SettingsReader(document(channel), "config." + FIELD);
        read(settings, channel.provider());
        List<ConfigProblem> problems = new ArrayList<>(settings.problems());
        document(channel).keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .sorted()
                .forEach(name -> problems.add(new ConfigProblem(
                        "config." + FIELD + "." + name,
                        "is none of " + NAMES.stream().sorted().collect(Collectors.joining(", ")))));
        return problems;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> document(ChannelConfig channel) {
        return channel.config().get(FIELD) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static LoopBudget read(SettingsReader settings, String provider) {
        int faster = provider.equals(CHAT) ? CHAT_FACTOR : 1;
        return new LoopBudget(
                settings.integer("acknowledgements_per_sender", 5, 0, MOST),
                settings.integer("automatic_per_conversation", 10, 0, MOST),
                settings.integer("automatic_per_sender", 30, 0, MOST),
                settings.integer("automatic_per_tenant", 20_000, 0, MOST),
                settings.integer("rounds_per_conversation", 30 * faster, 0, MOST),
                settings.integer("rounds_per_sender", 100 * faster, 0, MOST));
    }
}
