package io.deskwire.testkit.mail;

import java.nio.file.Path;

/** The configuration of a Dovecot that touches nothing outside its folder. */
final class DovecotConfig {

    private DovecotConfig() {}

    static String text(Path folder, int[] ports) {
        return """
                protocols = imap pop3 lmtp
                listen = 127.0.0.1
                base_dir = @F/run
                state_dir = @F/state
                log_path = @F/dovecot.log
                instance_name = deskwire-test
                ssl = yes
                ssl_cert = <@F/cert.pem
                ssl_key = <@F/key.pem
                disable_plaintext_auth = no
                auth_mechanisms = plain login
                auth_failure_delay = 0
                auth_cache_size = 0
                mail_location = maildir:@F/mail/%u/Maildir
                mail_max_userip_connections = 0
                mail_fsync = never
                first_valid_uid = 1
                passdb {
                  driver = passwd-file
                  args = scheme=PLAIN username_format=%u @F/users
                }
                userdb {
                  driver = static
                  args = uid=65534 gid=65534 home=@F/mail/%u
                }
                namespace inbox {
                  inbox = yes
                  separator = /
                  mailbox Sent {
                    auto = create
                  }
                  mailbox Archive {
                    auto = create
                  }
                }
                service imap-login {
                  inet_listener imap {
                    port = @0
                  }
                  inet_listener imaps {
                    port = @1
                    ssl = yes
                  }
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = @2
                  }
                  inet_listener pop3s {
                    port = @3
                    ssl = yes
                  }
                }
                service lmtp {
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = @4
                  }
                }
                service anvil {
                  # Without it every refused password makes all later log-ins from here wait.
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                protocol lmtp {
                  postmaster_address = postmaster@localhost
                }
                """.replace("@F", folder.toString())
                .replace("@0", String.valueOf(ports[0]))
                .replace("@1", String.valueOf(ports[1]))
                .replace("@2", String.valueOf(ports[2]))
                .replace("@3", String.valueOf(ports[3]))
                .replace("@4", String.valueOf(ports[4]));
    }
}
