package io.deskwire.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "198.18.0.1",
                "240.0.0.1",
                "224.0.0.1",
                "100.100.100.200",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1:808:8:808::",
                "2001:0:4136:e378:8000:63bf:80ff:fffe",
                "168.63.129.16",
                "192.0.0.192",
                "fd20:ce::254",
                "fd00:42::42",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::"
            })
    void inside_addresses_are_refused_in_every_disguise(String address) throws UnknownHostException {
        assertThat(EgressPolicy.publicOnly().permits(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "2606:4700::1111", "100.63.0.1", "172.32.0.1"})
    void public_addresses_pass(String address) throws UnknownHostException {
        assertThat(EgressPolicy.publicOnly().permits(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void private_ones_pass_when_allowed_but_metadata_services_do_not() throws UnknownHostException {
        EgressPolicy policy = EgressPolicy.parse("true");

        assertThat(policy.permits(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("::1"))).isTrue();
        for (String metadata : new String[] {
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "fd20:ce::254"
        }) {
            assertThat(policy.permits(InetAddress.getByName(metadata)))
                    .as(metadata)
                    .isFalse();
        }
        assertThat(policy.permits(InetAddress.getByName("fd00:ec2::254"))).isFalse();
    }

    @Test
    void a_list_of_ranges_allows_just_those() throws UnknownHostException {
        EgressPolicy policy = EgressPolicy.parse("10.0.0.0/8, fd12::/16");

        assertThat(policy.permits(InetAddress.getByName("10.255.0.1"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("fd12::5"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("192.168.0.1"))).isFalse();
        assertThat(policy.permits(InetAddress.getByName("127.0.0.1"))).isFalse();
    }

    @Test
    void nonsense_is_a_clear_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EgressPolicy.parse("yes please"))
                .withMessageContaining("yes please");
        assertThatIllegalArgumentException().isThrownBy(() -> EgressPolicy.parse("10.0.0.0/40"));
    }

    @Test
    void a_name_that_leads_inside_does_not_resolve() {
        assertThatThrownBy(() -> EgressPolicy.publicOnly().resolve("127.0.0.1"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS");
    }
}
