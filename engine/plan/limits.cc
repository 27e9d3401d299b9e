#include <algorithm>

#include "engine/model/overloaded.h"
#include "engine/model/privileges.h"
#include "engine/plan/drafting.h"

// What one apply may take away: a plan over a limit is shown and not applyable.

namespace dgctl::engine {
namespace {

/// What a plan takes away.
struct Taken {
  std::int64_t objects = 0;          ///< deleted, replaced, or deleted with what holds them
  std::int64_t own = 0, others = 0;  ///< privileges, levels and entitlements
};

/// How many words of a set-like field's change go.
std::int64_t words_that_go(const std::vector<FieldChange>& fields) {
  std::int64_t n = 0;
  for (const FieldChange& field : fields) {
    const List* list = field.live ? field.live->list() : nullptr;
    if (list != nullptr) n += static_cast<std::int64_t>(list->size());
  }
  return n;
}

class Taking {
 public:
  explicit Taking(const Drafting& drafting) : d_(drafting) {}

  Taken all() {
    for (const Drafted& drafted : d_.drafted) add(drafted);
    return taken_;
  }

 private:
  void add(const Drafted& drafted) {
    const Address& address = address_of(drafted.change);
    const bool is_refused =
        std::any_of(d_.refused.begin(), d_.refused.end(), [&](const auto& refused) {
          return refused.first == address;
        });
    if (is_refused) return;  // for a reason of its own
    const Shape shape = descriptor_of(address.kind).shape;
    if (shape == Shape::Secret) return;
    std::visit(Overloaded{
                   [](const NoOp&) {},
                   [](const Record&) {},
                   [](const Create&) {},
                   [](const Move&) {},
                   [](const Forget&) {},
                   [&](const Update& c) { add_words(address, c.live, c.fields); },
                   [&](const Adopt& c) { add_words(address, c.live, c.fields); },
                   [&](const Replace& c) {
                     add_object(drafted, c.with);
                     for (const auto& [principal, words] : c.ends) {
                       count(is_own(principal), static_cast<std::int64_t>(words.size()));
                     }
                   },
                   [&](const Delete& c) {
                     if (shape == Shape::Object) return add_object(drafted, c.with);
                     add_entry(drafted, c.live);
                   },
               },
               drafted.change);
  }

  /// What was empty and came with the object by itself is nobody's.
  void add_object(const Drafted& drafted, const std::vector<std::string>& with) {
    taken_.objects += 1 + static_cast<std::int64_t>(with.size() - drafted.emptied_first.size());
  }

  void add_words(const Address& address,
                 const Resource& live,
                 const std::vector<FieldChange>& fields) {
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (descriptor.shape == Shape::Entry && !descriptor.has_levels) {
      count(is_own(live), words_that_go(fields));
    } else if (descriptor.shape == Shape::Object) {
      for (const FieldChange& field : fields) {
        const Field* known = descriptor.field(field.field);
        if (known != nullptr && known->set_like) count(true, words_that_go({field}));
      }
    }
  }

  void add_entry(const Drafted& drafted, const Resource& live) {
    const bool is_sent = !drafted.delta.remove.empty() || drafted.level.has_value();
    if (!is_sent) return;  // it goes with what it is on
    const bool has_levels = descriptor_of(live.address.kind).has_levels;
    const std::int64_t n =
        has_levels ? 1 : static_cast<std::int64_t>(entry_of(live.fields).words.size());
    count(has_levels || is_own(live), n);
  }

  void count(bool own, std::int64_t n) { (own ? taken_.own : taken_.others) += n; }

  /// Whether the configuration names the principal of an entry, or dgctl has given it.
  [[nodiscard]] bool is_own(const Resource& entry) {
    return d_.in.state.resources.contains(entry.address) ||
           is_own(text_of(entry.fields, "principal"));
  }
  [[nodiscard]] bool is_own(const std::string& principal) {
    if (!names_) names_ = names_of_ours();
    return names_->contains(principal) || d_.is_known_principal(principal);
  }
  /// Whom the configuration names, and whom a past apply gave something.
  [[nodiscard]] std::set<std::string> names_of_ours() const {
    std::set<std::string> names;
    for (const DesiredPrincipal& of_file : d_.in.desired.principals) {
      const std::string* name = of_file.principal.text();
      if (name != nullptr) names.insert(*name);
    }
    for (const auto& [address, record] : d_.in.state.resources) {
      const Descriptor& descriptor = descriptor_of(address.kind);
      const bool gave = descriptor.shape == Shape::Entry && !record.given.empty();
      if (gave) names.insert(text_of(record.fields, "principal"));
    }
    return names;
  }

  const Drafting& d_;
  Taken taken_;
  std::optional<std::set<std::string>> names_;
};

/// How many privileges, levels and entitlements are recorded.
std::int64_t recorded_words(const State& state) {
  std::int64_t n = 0;
  for (const auto& [address, record] : state.resources) {
    const Descriptor& descriptor = descriptor_of(address.kind);
    if (descriptor.shape == Shape::Entry) {
      n += descriptor.has_levels ? 1
                                 : static_cast<std::int64_t>(entry_of(record.fields).words.size());
    }
    for (const Field& field : descriptor.fields) {
      if (descriptor.shape == Shape::Object && field.set_like) {
        n += static_cast<std::int64_t>(members_of(find(record.fields, field.name)).size());
      }
    }
  }
  return n;
}

std::int64_t allowed(const Limit& limit, const State& state) {
  if (!limit.is_percent) return limit.number;
  constexpr std::int64_t kWhole = 100;
  return std::max(kLeastRevokes, recorded_words(state) * limit.number / kWhole);
}

class Limits {
 public:
  explicit Limits(Drafting& drafting) : d_(drafting), choices_(drafting.in.choices) {}

  void check(const Taken& taken) {
    const Safety& safety = d_.in.desired.safety;
    // Destroying consents to what it takes; a limit on the command line is meant all the same.
    if (!d_.in.destroy || choices_.allow.contains(kAllowDestroy)) {
      hold({kAllowDestroy, "max_destroy", "delete", "object"}, taken.objects, safety.max_destroy);
    }
    if (!d_.in.destroy || choices_.allow.contains(kAllowRevokeOwn)) {
      const std::int64_t own = allowed(safety.max_revoke_own, d_.in.state);
      hold({kAllowRevokeOwn, "max_revoke.own", "take from this stack's principals", "privilege"},
           taken.own,
           own);
    }
    hold({kAllowRevokeOthers, "max_revoke.others", "take from others", "privilege"},
         taken.others,
         safety.max_revoke_others);
  }

 private:
  struct Words {
    std::string name, key, verb, what;
  };
  void hold(const Words& words, std::int64_t n, std::int64_t limit) {
    const auto& [name, key, verb, what] = words;
    const auto lifted = choices_.allow.find(name);
    const bool is_lifted = lifted != choices_.allow.end();
    const std::int64_t most = is_lifted ? lifted->second : limit;
    if (n <= most) return;
    const std::string source =
        is_lifted ? "--allow " + name + "=" + std::to_string(most) : "safety." + key;
    d_.out.plan.refusals.push_back("it would " + verb + " " + std::to_string(n) + " " + what +
                                   (n == 1 ? "" : "s") + ", and " + source + " allows " +
                                   std::to_string(most) + "; --allow " + name + "=" +
                                   std::to_string(n) + " allows it for one run");
  }

  Drafting& d_;
  const Choices& choices_;
};

}  // namespace

void check_limits(Drafting& drafting) {
  if (drafting.in.rotation || drafting.in.drift) return;
  Limits(drafting).check(Taking(drafting).all());
}

}  // namespace dgctl::engine
