package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.SendableType.Kind;
import io.deskwire.message.OutboundAttachment;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file as it will go out: name, type and bytes agree. WhatsApp looks at all three, takes a message whose file they
 * contradict, and fails it later; so they are looked at before.
 *
 * @param type what it is, by its bytes
 * @param fileName the name that the customer sees
 * @param voice whether it is a voice message, which plays in place
 * @param attachment the file
 */
record SendableFile(SendableType type, String fileName, boolean voice, OutboundAttachment attachment) {

    private static final Set<String> SAYS_NOTHING = Set.of(
            "",
            "application/octet-stream",
            "binary/octet-stream",
            "application/x-download",
            "application/download",
            "application/unknown",
            "application/force-download");
    private static final int LONGEST_NAME = 200;
    private static final long LARGEST_STATIC_STICKER = 100 * 1024;

    /** A file that cannot go out, and why. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitException(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /** Looks at a file. */
    static SendableFile of(OutboundAttachment file) throws UnfitException, IOException {
        String name = shortened(file.fileName().isBlank() ? "file" : file.fileName());
        if (file.content().length() == 0) {
            throw new UnfitException("the file " + name + " is empty");
        }
        FileHead head = FileHead.of(file.content());
        SendableType type = type(name, file.contentType(), head);
        checkSize(name, type, file.content().length(), head);
        boolean named = ending(name) != null;
        return new SendableFile(type, named ? name : name + "." + type.ending(), type == SendableType.OGG, file);
    }

    Kind kind() {
        return type.kind();
    }

    /** The name it is uploaded under: WhatsApp judges by it, and only documents show their own. */
    String uploadName() {
        return (voice ? "voice." : "file.") + type.ending();
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        String ending = ending(name);
        String end = ending == null ? "" : "." + ending;
        return name.substring(
                        0,
                        name.offsetByCodePoints(0, Math.min(150, name.codePointCount(0, name.length())) - end.length()))
                + end;
    }

    /** The file under the type that its bytes have, for providers that fetch it. */
    OutboundAttachment published() {
        return new OutboundAttachment(fileName, type.mediaType(), null, attachment.content());
    }

    private static SendableType type(String name, String declaredType, FileHead head) throws UnfitException {
        Set<SendableType> possible = head.types();
        if (possible.isEmpty()) {
            throw new UnfitException("the file " + name + " is of a type that WhatsApp does not carry"
                    + (head.opusChannels() > 1 ? " (Opus must have one channel)" : "") + "; it carries "
                    + SendableType.allowed());
        }
        String ending = ending(name);
        Optional<SendableType> byName = ending == null ? Optional.empty() : SendableType.byEnding(ending);
        boolean generic = SAYS_NOTHING.contains(SendableType.plain(declaredType));
        Optional<SendableType> declared = generic ? Optional.empty() : SendableType.byMediaType(declaredType);
        if (!generic && (declared.isEmpty() || !possible.contains(declared.get()))) {
            throw new UnfitException("the file " + name + " is called " + SendableType.plain(declaredType)
                    + ", but its bytes are " + words(possible) + "; " + remedy(declared));
        }
        if (byName.isPresent() && !possible.contains(byName.get())) {
            throw new UnfitException("the name of the file " + name + " stands for "
                    + byName.get().mediaType() + ", but its bytes are " + words(possible));
        }
        // Sound alone in an MP4 container may well be called that.
        boolean soundInMp4 =
                declared.equals(Optional.of(SendableType.M4A)) && byName.equals(Optional.of(SendableType.MP4));
        if (declared.isPresent() && byName.isPresent() && declared.get() != byName.get() && !soundInMp4) {
            throw new UnfitException("the name of the file " + name + " stands for "
                    + byName.get().mediaType() + ", but it is called "
                    + declared.get().mediaType());
        }
        if (declared.isPresent() || byName.isPresent()) {
            return declared.orElseGet(byName::get);
        }
        if (possible.size() > 1 && !possible.contains(SendableType.MP4)) {
            throw new UnfitException("neither the name nor the type of the file " + name
                    + " tells what it is; it may be " + words(possible));
        }
        return possible.iterator().next();
    }

    private static String remedy(Optional<SendableType> declared) {
        return declared.isPresent() ? "correct its type" : "WhatsApp carries " + SendableType.allowed();
    }

    private static void checkSize(String name, SendableType type, long size, FileHead head) throws UnfitException {
        if (type == SendableType.WEBP) {
            if (!head.isStickerSize()) {
                throw new UnfitException("the WebP picture " + name
                        + " is not 512 by 512 pixels, and WhatsApp carries WebP as stickers only; use JPEG or PNG");
            }
            if (!head.isAnimated() && size > LARGEST_STATIC_STICKER) {
                throw new UnfitException("the sticker " + name + " is larger than 100 KB");
            }
        }
        if (size > type.kind().mostBytes()) {
            throw new UnfitException("the file " + name + " is larger than the "
                    + type.kind().mostBytes() / 1024 / (type.kind() == Kind.STICKER ? 1 : 1024)
                    + (type.kind() == Kind.STICKER ? " KB" : " MB") + " that WhatsApp carries as "
                    + type.kind().word() + "; it carries " + SendableType.allowed());
        }
    }

    private static String words(Set<SendableType> possible) {
        return String.join(
                " or ", possible.stream().map(SendableType::mediaType).toList());
    }

    private static @Nullable String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 || dot == name.length() - 1 || name.length() - dot > 8 ? null : name.substring(dot + 1);
    }
}
