#include "engine/render/surgery_text.h"

#include <algorithm>
#include <map>
#include <vector>

#include "engine/render/shown.h"
#include "engine/render/table.h"

namespace dgctl::engine {
namespace {

/// "a, b, c and 4 more"
std::string first_of(const std::vector<Address>& addresses) {
  constexpr std::size_t kMost = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(addresses.size(), kMost); ++i) {
    out += (i == 0 ? "" : ", ") + shown(addresses[i]);
  }
  if (addresses.size() > kMost) out += " and " + std::to_string(addresses.size() - kMost) + " more";
  return out;
}

const DesiredResource* desired_at(const Desired& desired, const Address& address) {
  const auto& all = desired.resources;
  const auto it = std::find_if(
      all.begin(), all.end(), [&](const DesiredResource& r) { return r.address == address; });
  return it == all.end() ? nullptr : &*it;
}

std::string secrets_text(const std::vector<RecordedSecret>& secrets) {
  std::string out;
  for (const RecordedSecret& secret : secrets) {
    out += (out.empty() ? "" : ", ") + (secret.id.empty() ? "one not heard of" : shown(secret.id));
  }
  return out.empty() ? "no secret" : out;
}

/// What an address stands for: "segment (id 4ff21c1081e39816)", "USE_CATALOG, SELECT".
std::string subject(const Recorded& recorded) {
  const Descriptor& descriptor = descriptor_of(recorded.address.kind);
  if (descriptor.shape == Shape::Secret) return secrets_text(recorded.secrets);
  if (descriptor.shape == Shape::Object) {
    const std::string name = shown(full_name(descriptor, recorded.fields));
    return descriptor.by_id ? name + " (id " + shown(recorded.id) + ")" : name;
  }
  return descriptor.has_levels ? shown(text_of(recorded.fields, "level"))
                               : shown(entry_of(recorded.fields).words);
}

/// What taking records out of a state means.
class Removal {
 public:
  Removal(const State& state, const std::set<Address>& addresses, const Desired& desired)
      : state_(state), addresses_(addresses), desired_(desired) {}

  std::string render() {
    std::vector<std::vector<std::string>> rows;
    rows.reserve(addresses_.size());
    for (const Address& address : addresses_) {
      rows.push_back({". " + shown(address), subject(state_.resources.at(address))});
    }
    out_ = "dgctl will take out of the state of " + shown(state_.stack) +
           ", and leave in the workspace:\n\n" + table_text(rows, {2});
    note_secrets();
    note_made();
    note_needs();
    note_still_asked_for();
    return out_;
  }

 private:
  void note(const std::string& kind, const std::string& what) {
    if (!is_noted_) out_ += "\n";
    is_noted_ = true;
    out_ += kind + ": " + what + "\n";
  }

  void note_secrets() {
    for (const Address& address : addresses_) {
      const DesiredResource* resource = desired_at(desired_, address);
      for (const RecordedSecret& secret : state_.resources.at(address).secrets) {
        note("warning", secret_text(secret, resource != nullptr));
      }
    }
  }

  static std::string secret_text(const RecordedSecret& secret, bool is_asked_for) {
    const std::string of = " of service principal " + shown(secret.principal_id);
    if (secret.id.empty()) {
      return "what an interrupted run may have made" + of +
             " is no longer looked for: a secret that nobody knows may stay there";
    }
    return "secret " + shown(secret.id) + of +
           " is no longer known to be this stack's: neither `dgctl rotate --retire` nor `dgctl "
           "destroy` deletes it" +
           (is_asked_for ? ", unless the next apply finds it in the sink " + shown(secret.sink)
                         : "");
  }

  void note_made() {
    std::vector<Address> made;
    for (const Address& address : addresses_) {
      const bool is_object = descriptor_of(address.kind).shape == Shape::Object;
      if (is_object && state_.resources.at(address).created) made.push_back(address);
    }
    if (made.empty()) return;
    note("note",
         "dgctl made " + first_of(made) + "; from now on `dgctl destroy` leaves " +
             (made.size() == 1 ? "it" : "them"));
  }

  void note_needs() {
    std::map<Address, std::vector<Address>> by_needed;
    for (const auto& [address, needs] : needing(state_, addresses_)) {
      for (const Address& need : needs) by_needed[need].push_back(address);
    }
    for (const auto& [needed, by] : by_needed) {
      note("note",
           first_of(by) + (by.size() == 1 ? " needs " : " need ") + shown(needed) + " and " +
               (by.size() == 1 ? "stays" : "stay") + " recorded");
    }
  }

  void note_still_asked_for() {
    std::vector<Address> taken_over;
    for (const Address& address : addresses_) {
      const DesiredResource* resource = desired_at(desired_, address);
      if (resource == nullptr || resource->existing) continue;
      const Descriptor& descriptor = descriptor_of(address.kind);
      if (!descriptor.by_id && resource->adopt) {
        if (descriptor.shape != Shape::Secret) taken_over.push_back(address);
        continue;
      }
      note("note",
           "the configuration still asks for " + shown(address) +
               ", which the next plan may not take over by its name; to record it again: `dgctl "
               "import " +
               shown(address) + " " + shown(state_.resources.at(address).id) + "`");
    }
    if (taken_over.empty()) return;
    note("note",
         "the configuration still asks for " + first_of(taken_over) + ": the next apply takes " +
             (taken_over.size() == 1 ? "it" : "them") +
             " over again, as something that dgctl did not make");
  }

  const State& state_;
  const std::set<Address>& addresses_;
  const Desired& desired_;
  std::string out_;
  bool is_noted_ = false;
};

}  // namespace

std::string removal_for_people(const State& state,
                               const std::set<Address>& addresses,
                               const Desired& desired) {
  return Removal(state, addresses, desired).render();
}

std::string renaming_for_people(const State& state,
                                const Renaming& renaming,
                                const Address& from,
                                const Desired& desired) {
  std::vector<std::vector<std::string>> rows{{shown(from), "-> " + shown(renaming.at(from))}};
  std::vector<Address> unlike;  // what the configuration has under the old address
  for (const auto& [before, after] : renaming) {
    if (before != from) rows.push_back({shown(before), "-> " + shown(after)});
    const bool has_old = desired_at(desired, before) != nullptr;
    if (has_old && desired_at(desired, after) == nullptr) unlike.push_back(before);
  }
  std::string out = "dgctl will give another address in the state of " + shown(state.stack) +
                    " to:\n\n" + table_text(rows, {4});
  if (unlike.empty()) return out;
  const bool is_first = std::find(unlike.begin(), unlike.end(), from) != unlike.end();
  return out + "\nnote: the configuration still has " +
         (is_first ? shown(from) : first_of(unlike)) +
         ": rename the key there too, or the next apply moves all of this back\n";
}

}  // namespace dgctl::engine
