package io.deskwire.adapter.cloud.sendgrid;

class RawWebhookContractTest implements PostContract {

    @Override
    public byte[] form(String tenantId, String text) {
        String header = "Message-ID: <m@customer.example>\r\nFrom: Ann <ann@customer.example>\r\nTo: support@"
                + tenantId + ".example\r\nSubject: Hello\r\n";
        return new Posts()
                .field("email", header + "\r\n" + text)
                .field("envelope", "{\"to\":[\"support@" + tenantId + ".example\"],\"from\":\"ann@customer.example\"}")
                .bytes();
    }
}
