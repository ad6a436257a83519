package io.deskwire.examples.spring;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.AesSecretCipher;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.jdbc.MasterKey;
import io.deskwire.ticket.TicketSink;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/**
 * Puts Deskwire together from what the application has: a {@link TicketSink} it must bring; a {@link ConfigStore} and
 * {@link ChannelType}s it may.
 */
// snippet: configuration
@AutoConfiguration
@EnableConfigurationProperties(DeskwireSettings.class)
public class DeskwireAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Database deskwireDatabase(
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username:}") String user,
            @Value("${spring.datasource.password:}") String password) {
        return Database.open(DatabaseSettings.of(
                url, user.isEmpty() ? null : user, password.isEmpty() ? null : Secret.of(password)));
    }

    @Bean
    @ConditionalOnMissingBean(ChannelType.class)
    ImapChannelType imapChannelType() {
        return new ImapChannelType();
    }

    @Bean
    @ConditionalOnMissingBean
    ConfigStore deskwireConfigStore(Database database, DeskwireSettings settings, List<ChannelType> types) {
        MasterKey key = MasterKey.parse(DeskwireSettings.required(settings.masterKey(), "deskwire.master-key"));
        return database.configStore(
                new AesSecretCipher(key),
                provider -> types.stream()
                        .filter(type -> type.id().equals(provider))
                        .findFirst()
                        .map(ChannelType::secretFields)
                        .orElse(Set.of()));
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Deskwire deskwire(
            Database database,
            ConfigStore config,
            TicketSink helpdesk,
            List<ChannelType> types,
            DeskwireSettings settings) {
        Secret threadKey = Secret.of(DeskwireSettings.required(settings.threadKey(), "deskwire.thread-key"));
        Deskwire.Builder builder = Deskwire.builder(database.stores(), config, helpdesk, threadKey)
                .egress(settings.allowPrivateEndpoints() ? EgressPolicy.privateAllowed() : EgressPolicy.publicOnly());
        types.forEach(builder::channelType);
        return builder.build();
    }

    /** Mail is read from when everything else is ready until the application begins to stop. */
    @Bean
    SmartLifecycle deskwireLife(Deskwire deskwire) {
        return new DeskwireLife(deskwire);
    }
}
// end
