package io.deskwire.testkit.contract;

/** What the contracts of channels need from an adapter's test. */
public interface ChannelHarness {

    /** A provider with empty accounts. Called once by every clause, which closes it. */
    ProviderHarness provider() throws Exception;
}
