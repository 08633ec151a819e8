package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Facts.Call;
import dev.lorimer.govern.source.Facts.Fault;
import dev.lorimer.govern.source.Facts.Literal;
import dev.lorimer.govern.source.Facts.Mark;
import dev.lorimer.govern.source.Facts.Use;
import dev.lorimer.govern.source.Reference.Known;
import dev.lorimer.govern.source.Reference.Loose;
import dev.lorimer.govern.source.Reference.Member;
import dev.lorimer.govern.source.Reference.Open;
import java.util.Optional;

/// Writes a reading down in few bytes: every text, name and place once, numbers as long as they
/// need.
final class FactCodec {
    /// To be raised with every change of the form or of what readers see: older entries are read
    /// anew.
    static final String VERSION = "2";

    private FactCodec() {}

    static byte[] bytes(Reading reading) {
        var out = new Pen();
        out.text(reading.facts().packageName());
        out.list(
                reading.facts().uses(),
                use -> {
                    out.reference(use.target());
                    out.text(use.how());
                    out.place(use.site(), use.line());
                });
        out.list(
                reading.facts().calls(),
                call -> {
                    out.list(call.owners(), out::reference);
                    out.text(call.name());
                    out.place(call.site(), call.line());
                });
        out.list(
                reading.facts().marks(),
                mark -> {
                    out.text(mark.element().name());
                    out.text(mark.name());
                    out.list(mark.annotations(), out::reference);
                    out.place(mark.site(), mark.line());
                });
        out.list(
                reading.facts().literals(),
                literal -> {
                    out.text(literal.value());
                    out.place(literal.site(), literal.line());
                });
        out.list(
                reading.facts().fault().stream().toList(),
                fault -> {
                    out.text(fault.why());
                    out.number(fault.line());
                });
        out.list(reading.lookups(), out::lookup);
        return out.bytes.toByteArray();
    }

    /// @return empty when the bytes are not a whole reading
    static Optional<Reading> reading(byte[] bytes) {
        try {
            return Optional.of(new Spectacles(bytes).reading());
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static final class Pen extends PooledPen {
        void place(Site site, int line) {
            if (isNew(site)) {
                text(site.subject());
                list(site.annotations(), this::reference);
            }
            number(line);
        }

        void reference(Reference reference) {
            if (!isNew(reference)) {
                return;
            }
            switch (reference) {
                case Known known -> {
                    number(0);
                    list(known.parts(), this::text);
                    number(known.packageParts());
                }
                case Open open -> {
                    number(1);
                    text(open.name());
                    text(open.ownPackage());
                    list(open.places(), this::text);
                    flag(open.anywhere());
                }
                case Loose loose -> {
                    number(2);
                    list(loose.parts(), this::text);
                }
                case Member member -> {
                    number(3);
                    list(member.parts(), this::text);
                    number(member.moduleParts());
                }
            }
        }

        void lookup(Lookup lookup) {
            switch (lookup) {
                case Lookup.Held held -> {
                    number(0);
                    text(held.packageName());
                    text(held.type());
                    flag(held.answer());
                }
                case Lookup.Beside beside -> {
                    number(1);
                    text(beside.folder());
                    text(beside.type());
                    flag(beside.answer());
                }
                case Lookup.Member member -> {
                    number(2);
                    list(member.type(), this::text);
                    text(member.name());
                    flag(member.answer());
                }
            }
        }
    }

    private static final class Spectacles extends PooledSpectacles {
        Spectacles(byte[] bytes) {
            super(bytes);
        }

        Reading reading() {
            var facts =
                    new Facts(
                            text(),
                            list(() -> new Use(reference(), text(), site(), number())),
                            list(() -> new Call(list(this::reference), text(), site(), number())),
                            list(() ->
                                    new Mark(
                                            Element.valueOf(text()),
                                            text(),
                                            list(this::reference),
                                            site(),
                                            number())),
                            list(() -> new Literal(text(), site(), number())),
                            list(() -> new Fault(text(), number())).stream().findFirst());
            var reading = new Reading(facts, list(this::lookup));
            if (!atEnd()) {
                throw new IllegalArgumentException("more bytes than a reading has");
            }
            return reading;
        }

        private Site site() {
            return pooled(Site.class, () -> new Site(text(), list(this::reference)));
        }

        private Reference reference() {
            return pooled(
                    Reference.class,
                    () ->
                            switch (number()) {
                                case 0 -> new Known(list(this::text), number());
                                case 1 -> new Open(text(), text(), list(this::text), flag());
                                case 2 -> new Loose(list(this::text));
                                case 3 -> new Member(list(this::text), number());
                                default -> throw new IllegalArgumentException("no such reference");
                            });
        }

        private Lookup lookup() {
            return switch (number()) {
                case 0 -> new Lookup.Held(text(), text(), flag());
                case 1 -> new Lookup.Beside(text(), text(), flag());
                case 2 -> new Lookup.Member(list(this::text), text(), flag());
                default -> throw new IllegalArgumentException("no such lookup");
            };
        }
    }
}
