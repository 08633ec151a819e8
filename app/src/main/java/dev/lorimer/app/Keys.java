package dev.lorimer.app;

import dev.lorimer.govern.verification.Signer;
import dev.lorimer.govern.verification.TrustedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The user's signing keys: Ed25519, each a private file that nobody else may read and a public one
/// to hand out.
final class Keys {
    private static final String USUAL = "default";

    private final Path folder;

    Keys(Path folder) {
        this.folder = folder;
    }

    /// The key that signs where nobody names another; none is no mistake.
    Optional<Signer> usual() {
        return Files.isRegularFile(folder.resolve(USUAL + ".key"))
                ? Optional.of(signer(USUAL))
                : Optional.empty();
    }

    Signer signer(String name) {
        var shown = show(name);
        return new Signer() {
            @Override
            public String keyId() {
                return shown.id();
            }

            @Override
            public byte[] sign(byte[] message) {
                return Keys.this.sign(name, message);
            }
        };
    }

    /// Every key that signatures of here may be of.
    List<TrustedKey> trusted() {
        return list().stream().map(Public::trusted).toList();
    }

    /// A public key with the name that signatures carry: the SHA-256 of its encoding.
    record Public(String name, String id, String encoded) {
        TrustedKey trusted() {
            return new TrustedKey(id, encoded);
        }

        /// The key in the last line of what `lorimer keys show` prints.
        static Public of(String shown) {
            var encoded = shown.strip().lines().reduce("", (_, last) -> last).strip();
            try {
                return new Public("given", TrustedKey.of(encoded).id(), encoded);
            } catch (IllegalArgumentException _) {
                throw Failure.usage("the file holds no public key as lorimer keys show prints it");
            }
        }
    }

    /// Makes a key; one that is there is never overwritten.
    Public make(String name) {
        checked(name);
        try {
            PrivateFiles.folder(folder);
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            PrivateFiles.create(
                    folder.resolve(name + ".key"), base64(pair.getPrivate().getEncoded()));
            PrivateFiles.create(
                    folder.resolve(name + ".pub"), base64(pair.getPublic().getEncoded()));
            return show(name);
        } catch (FileAlreadyExistsException _) {
            throw Failure.usage("there is a key \"%s\" already; take another name", name);
        } catch (IOException | GeneralSecurityException e) {
            throw Failure.fault("the key \"%s\" can not be made: %s", name, e.getMessage());
        }
    }

    List<Public> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".pub"))
                    .map(file -> file.substring(0, file.length() - 4))
                    .sorted()
                    .map(this::show)
                    .toList();
        } catch (IOException e) {
            throw Failure.fault("the keys in \"%s\" can not be read: %s", folder, e.getMessage());
        }
    }

    Public show(String name) {
        var encoded = read(name, ".pub");
        return new Public(name, TrustedKey.of(encoded).id(), encoded);
    }

    byte[] sign(String name, byte[] message) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(
                                            Base64.getDecoder().decode(read(name, ".key"))));
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Failure.fault("the key \"%s\" can not sign: %s", name, e.getMessage());
        }
    }

    private String read(String name, String ending) {
        checked(name);
        var file = folder.resolve(name + ending);
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw Failure.usage(
                    "there is no key \"%s\" in \"%s\"; lorimer keys new %s makes one",
                    name, folder, name);
        }
    }

    private static void checked(String name) {
        boolean plain =
                !name.isEmpty()
                        && name.length() <= 64
                        && name.chars()
                                .allMatch(c ->
                                        (Character.isLetterOrDigit(c) && c < 128)
                                                || c == '-'
                                                || c == '_');
        if (!plain) {
            throw Failure.usage("key name \"%s\" is not made of letters, digits, - and _", name);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes) + "\n";
    }
}
