package dev.lorimer.govern.bytecode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// Which compiled classes name which types and members. Names are kept once, edges as numbers: some
/// 10 MB for 30 MB of class files. Classes can be replaced one by one, so a change of ten classes
/// costs ten classes. Not for several threads while it changes.
public final class ClassIndex {
    private static final int ROLE_BITS = Role.values().length;

    private final NameTable types = new NameTable();
    private final NameTable members = new NameTable();
    private final Map<Integer, Entry> classes = new TreeMap<>();

    /// @param edges `type number << ROLE_BITS | roles`, ascending
    /// @param calls `owner number << 32 | member number`, ascending
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(int sourceFile, int[] edges, long[] calls) {}

    /// A type that a class names.
    ///
    /// @param type dotted, nested types behind `$`
    public record Edge(String type, Set<Role> roles) {}

    /// A member that a class uses.
    public record Call(String owner, String member) {}

    /// Reads a class file in place of an older one of the same class.
    ///
    /// @return the class's name, dotted, nested types behind `$`
    /// @throws IllegalArgumentException when the bytes are no class file that this Java can read
    public String add(byte[] classFile) {
        var found = new Collected();
        ClassReader.read(classFile, found);
        classes.put(found.self, found.entry(found.self));
        return dotted(types.name(found.self));
    }

    public void remove(String type) {
        int number = types.find(slashed(type));
        if (number >= 0) {
            classes.remove(number);
        }
    }

    /// Gives back the room that growing needs.
    public void trim() {
        types.trim();
        members.trim();
    }

    public int classes() {
        return classes.size();
    }

    /// How many types are named by all classes together, each class counting for itself.
    public long edges() {
        return classes.values().stream().mapToLong(entry -> entry.edges().length).sum();
    }

    /// The names of all classes.
    public List<String> names() {
        return classes.keySet().stream()
                .map(number -> dotted(types.name(number)))
                .sorted()
                .toList();
    }

    /// The types that a class names; empty when it is not here.
    public List<Edge> edgesOf(String type) {
        return entry(type).stream()
                .flatMapToInt(entry -> Arrays.stream(entry.edges()))
                .mapToObj(edge -> new Edge(dotted(types.name(edge >>> ROLE_BITS)), roles(edge)))
                .toList();
    }

    /// The members that a class uses; empty when it is not here.
    public List<Call> callsOf(String type) {
        return entry(type).stream()
                .flatMapToLong(entry -> Arrays.stream(entry.calls()))
                .mapToObj(call ->
                        new Call(dotted(types.name((int) (call >>> 32))), members.name((int) call)))
                .toList();
    }

    /// The file that a class was compiled from, without folders; empty when it does not say.
    public Optional<String> sourceFileOf(String type) {
        return entry(type)
                .filter(entry -> entry.sourceFile() >= 0)
                .map(entry -> members.name(entry.sourceFile()));
    }

    /// The classes that name any of these types, with what they name. Looks at numbers only.
    public Map<String, List<String>> users(Collection<String> wanted) {
        var numbers =
                wanted.stream().mapToInt(name -> types.find(slashed(name))).filter(n -> n >= 0);
        var set = numbers.sorted().toArray();
        return users(number -> Arrays.binarySearch(set, number) >= 0);
    }

    /// The classes that name any type of which `wanted` holds, with what they name.
    public Map<String, List<String>> usersOf(java.util.function.Predicate<String> wanted) {
        var hits = new boolean[types.size()];
        for (int number = 0; number < hits.length; number++) {
            hits[number] = wanted.test(dotted(types.name(number)));
        }
        return users(number -> hits[number]);
    }

    private Map<String, List<String>> users(IntPredicate wanted) {
        var users = new TreeMap<String, List<String>>();
        classes.forEach((number, entry) -> {
            for (int edge : entry.edges()) {
                if (wanted.test(edge >>> ROLE_BITS)) {
                    users.computeIfAbsent(dotted(types.name(number)), _ -> new ArrayList<>(2))
                            .add(dotted(types.name(edge >>> ROLE_BITS)));
                }
            }
        });
        return users;
    }

    private Optional<Entry> entry(String type) {
        int number = types.find(slashed(type));
        return number < 0 ? Optional.empty() : Optional.ofNullable(classes.get(number));
    }

    private static Set<Role> roles(int edge) {
        var roles = EnumSet.noneOf(Role.class);
        for (var role : Role.values()) {
            if ((edge & role.bit()) != 0) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static String dotted(String internal) {
        return internal.replace('/', '.');
    }

    private static String slashed(String dotted) {
        return dotted.replace('.', '/');
    }

    private final class Collected implements ClassReader.Listener {
        private int[] edges = new int[32];
        private int edgeCount;
        private long[] calls = new long[32];
        private int callCount;
        private int sourceFile = -1;
        private int self;

        @Override
        public void self(byte[] bytes, int from, int to) {
            self = types.number(bytes, from, to);
        }

        @Override
        public void type(byte[] bytes, int from, int to, Role role) {
            if (edgeCount == edges.length) {
                edges = Arrays.copyOf(edges, edges.length * 2);
            }
            edges[edgeCount++] = types.number(bytes, from, to) << ROLE_BITS | role.bit();
        }

        @Override
        public void member(byte[] bytes, int ownerFrom, int ownerTo, int from, int to) {
            if (callCount == calls.length) {
                calls = Arrays.copyOf(calls, calls.length * 2);
            }
            calls[callCount++] =
                    (long) types.number(bytes, ownerFrom, ownerTo) << 32
                            | members.number(bytes, from, to);
        }

        @Override
        public void sourceFile(byte[] bytes, int from, int to) {
            sourceFile = members.number(bytes, from, to);
        }

        /// @param self the class's own number; naming itself says nothing
        Entry entry(int self) {
            Arrays.sort(edges, 0, edgeCount);
            int kept = 0;
            for (int i = 0; i < edgeCount; i++) {
                int type = edges[i] >>> ROLE_BITS;
                if (kept > 0 && edges[kept - 1] >>> ROLE_BITS == type) {
                    edges[kept - 1] |= edges[i];
                } else if (type != self) {
                    edges[kept++] = edges[i];
                }
            }
            var distinct = Arrays.stream(calls, 0, callCount).sorted().distinct().toArray();
            return new Entry(sourceFile, Arrays.copyOf(edges, kept), distinct);
        }
    }
}
