package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningCertificateUrlTest {

    private static final TopicArn TOPIC = TopicArn.of(Vectors.TOPIC).orElseThrow();
    private static final SigningCertificateUrl RULE = new SigningCertificateUrl(null);

    @Test
    void the_regions_own_host_of_sns_is_trusted() {
        assertThat(RULE.trusted(Vectors.CERTIFICATE_URL, TOPIC)).contains(URI.create(Vectors.CERTIFICATE_URL));
        assertThat(RULE.trusted(
                        "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-a.pem",
                        topic("arn:aws-cn:sns:cn-north-1:111122223333:t")))
                .isPresent();
        assertThat(RULE.trusted(
                        "https://sns.eusc-de-east-1.amazonaws.eu/SimpleNotificationService-a.pem",
                        topic("arn:aws-eusc:sns:eusc-de-east-1:111122223333:t")))
                .isPresent();
        assertThat(RULE.trusted("https://SNS.eu-west-1.AMAZONAWS.com/SimpleNotificationService-a.pem", TOPIC))
                .contains(URI.create("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem"));
    }

    @Test
    void everywhere_else_is_not() {
        for (String url : List.of(
                "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-a.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://s3.amazonaws.com/bucket/SimpleNotificationService-a.pem",
                "https://sns.s3.amazonaws.com/SimpleNotificationService-a.pem",
                "https://bucket.sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com/a/../SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem?redirect=x",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem#.pem",
                "https://sns.eu-west-1.amazonaws.com./SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-a.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com.cn/SimpleNotificationService-a.pem",
                "file:///etc/SimpleNotificationService-a.pem",
                "SimpleNotificationService-a.pem",
                "https://[",
                "")) {
            assertThat(RULE.trusted(url, TOPIC)).as(url).isEmpty();
        }
    }

    @Test
    void a_stand_in_gives_the_certificates_in_amazons_place_and_its_own() {
        SigningCertificateUrl rule = new SigningCertificateUrl(URI.create("http://127.0.0.1:4566/sns"));

        assertThat(rule.trusted(Vectors.CERTIFICATE_URL, TOPIC))
                .contains(URI.create("http://127.0.0.1:4566/sns/SimpleNotificationService-"
                        + "00000000000000000000000000000001.pem"));
        assertThat(rule.trusted("http://127.0.0.1:4566/sns/SimpleNotificationService-b.pem", TOPIC))
                .isPresent();
        assertThat(rule.trusted("http://127.0.0.1:4566/sns/../SimpleNotificationService-b.pem", TOPIC))
                .isEmpty();
        assertThat(rule.trusted("http://127.0.0.1:4567/sns/SimpleNotificationService-b.pem", TOPIC))
                .isEmpty();
    }

    private static TopicArn topic(String text) {
        return TopicArn.of(text).orElseThrow();
    }
}
