package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** A service account, what its key file says and which scopes an administrator delegated to it. Thread-safe. */
public final class GoogleServiceAccount {

    private final String email;
    private final String project;
    private final String tokenUrl;
    private final KeyPair keys = GoogleKeys.newPair();
    private final Set<String> delegated = new CopyOnWriteArraySet<>();

    GoogleServiceAccount(String email, String project, String tokenUrl) {
        this.email = email;
        this.project = project;
        this.tokenUrl = tokenUrl;
    }

    public String email() {
        return email;
    }

    /** The project it belongs to. */
    public String project() {
        return project;
    }

    /** An administrator authorises it for exactly these scopes in every mailbox; none takes that back. */
    public GoogleServiceAccount delegate(String... scopes) {
        delegated.clear();
        delegated.addAll(Set.of(scopes));
        return this;
    }

    boolean isDelegated(Set<String> scopes) {
        return !scopes.isEmpty() && delegated.containsAll(scopes);
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    /** The private key as PEM, PKCS #8. */
    public String privateKeyPem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** The file that Google's console lets one download. */
    public String keyJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "service_account");
        tree.put("project_id", project);
        tree.put("private_key_id", "0000000000000000000000000000000000000001");
        tree.put("private_key", privateKeyPem());
        tree.put("client_email", email);
        tree.put("client_id", "100000000000000000001");
        tree.put("token_uri", tokenUrl);
        return Json.write(tree);
    }
}
