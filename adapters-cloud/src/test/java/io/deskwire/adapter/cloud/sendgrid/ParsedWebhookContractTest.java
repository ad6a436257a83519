package io.deskwire.adapter.cloud.sendgrid;

class ParsedWebhookContractTest implements PostContract {

    @Override
    public byte[] form(String tenantId, String text) {
        String header = "Message-ID: <m@customer.example>\r\nFrom: Ann <ann@customer.example>\r\nTo: support@"
                + tenantId + ".example\r\nSubject: Hello\r\n";
        return new Posts()
                .field("headers", header)
                .field("text", text)
                .field("envelope", "{\"to\":[\"support@" + tenantId + ".example\"],\"from\":\"ann@customer.example\"}")
                .bytes();
    }
}
