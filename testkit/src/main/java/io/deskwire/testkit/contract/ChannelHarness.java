package io.deskwire.testkit.contract;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** What the contracts of channels need from an adapter's test. An adapter that never comes back fails its clause. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public interface ChannelHarness {

    /** A provider with empty accounts. Called once by every clause, which closes it. */
    ProviderHarness provider() throws Exception;
}
