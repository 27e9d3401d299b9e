#include <algorithm>

#include "engine/plan/importing.h"

// Which object of the workspace is to be imported, where its id identifies it.

namespace dgctl::engine {
namespace {

/// Whether a text may be an id, and not only a name: digits, as a UUID has them.
bool may_be_id(const std::string& text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_of_id = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-';
  };
  return std::any_of(text.begin(), text.end(), is_digit) &&
         std::all_of(text.begin(), text.end(), is_of_id);
}

/// Finds it, and what speaks against it.
class ObjectToImport {
 public:
  ObjectToImport(Drafting& drafting, const ImportRequest& request, ImportDraft& out)
      : d_(drafting),
        request_(request),
        out_(out),
        resource_(*drafting.wanted_at(request.address)),
        descriptor_(descriptor_of(request.address.kind)) {}

  const Object* find() {
    const Object* object = asked_for();
    if (object == nullptr) return nullptr;
    return is_free(*object) && is_as_configured(*object) && is_nobody_elses(*object) ? object
                                                                                     : nullptr;
  }

 private:
  /// nullptr: not read yet, or refused.
  const Object* asked_for() {
    std::string id = request_.id;
    if (id.empty()) id = given_id(descriptor_, resource_.fields);
    if (may_be_id(id)) {
      const Lookup lookup = ById{descriptor_.kind, canonical_principal(id)};
      const ReadResult* result = d_.view.get(lookup);
      if (result == nullptr) return nullptr;
      if (const auto* object = found_in<Object>(result)) return object;
      if (const auto* hidden = std::get_if<Hidden>(result)) {
        deny(lookup, *hidden, out_);
        return nullptr;
      }
    }
    return named(id.empty() ? full_name(descriptor_, resource_.fields) : id);
  }

  const Object* named(const std::string& name) {
    const Lookup lookup = ByName{descriptor_.kind, name};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return nullptr;
    if (const auto* hidden = std::get_if<Hidden>(result)) {
      deny(lookup, *hidden, out_);
      return nullptr;
    }
    const auto* bearers = found_in<Objects>(result);
    if (bearers == nullptr) {
      const auto* absent = std::get_if<Absent>(result);
      const bool is_near = absent != nullptr && !absent->near.empty();
      out_.refusal = "there is no " + spoken(descriptor_.kind) + " '" + name + "'" +
                     did_you_mean(is_near ? "'" + absent->near.front() + "'" : "");
      return nullptr;
    }
    if (bearers->size() == 1 && descriptor_.label_is_unique) return &bearers->front();
    std::vector<std::string> ids;
    for (const Object& bearer : *bearers) ids.push_back(id_of(bearer));
    out_.refusal = "'" + name + "' is a name, which does not tell which " +
                   spoken(descriptor_.kind) + " is meant; of that name there is " + joined(ids) +
                   ": give that in its place";
    return nullptr;
  }

  [[nodiscard]] std::string id_of(const Object& object) const {
    const std::string id = given_id(descriptor_, object.fields);
    return id.empty() ? object.id : id;
  }
  [[nodiscard]] bool has_id(const Object& object, const std::string& id) const {
    return id == object.id || id == id_of(object);
  }

  /// Whether neither it nor the block is recorded under another address.
  bool is_free(const Object& object) {
    for (const auto& [address, record] : d_.identified) {
      if (address.kind != descriptor_.kind || record->id != object.id) continue;
      out_.refusal = spoken(descriptor_.kind) + " " + id_of(object) + " is recorded already, at " +
                     to_string(address) + "; `dgctl state mv " + to_string(address) + " " +
                     to_string(resource_.address) + "` gives it this address";
      return false;
    }
    const Recorded* record = d_.record_of(resource_);
    if (record == nullptr) return true;
    out_.refusal = to_string(resource_.address) + " is what is recorded at " +
                   to_string(record->address) + " (" + record->id +
                   "); `dgctl apply` gives that its new address, or `dgctl state rm` takes it out "
                   "of the state first";
    return false;
  }

  bool is_as_configured(const Object& object) {
    const std::string given = given_id(descriptor_, resource_.fields);
    if (given.empty() || has_id(object, given)) return true;
    out_.refusal = "the configuration says that " + to_string(resource_.address) + " is " + given +
                   ", not " + request_.id;
    return false;
  }

  /// Whether no other block asks for it: the next plan would give it to that.
  bool is_nobody_elses(const Object& object) {
    const std::string label = full_name(descriptor_, object.fields);
    const bool bears_own_name = label == full_name(descriptor_, resource_.fields);
    for (const DesiredResource* other : d_.wanted) {
      if (other == &resource_ || other->address.kind != descriptor_.kind) continue;
      const std::string given = given_id(descriptor_, other->fields);
      const bool is_theirs = given.empty()
                                 ? !bears_own_name && label == full_name(descriptor_, other->fields)
                                 : has_id(object, given);
      if (!is_theirs) continue;
      out_.refusal = spoken(descriptor_.kind) + " " + id_of(object) + " is what " +
                     to_string(other->address) + " asks for; import it there";
      return false;
    }
    return true;
  }

  Drafting& d_;
  const ImportRequest& request_;
  ImportDraft& out_;
  const DesiredResource& resource_;
  const Descriptor& descriptor_;
};

}  // namespace

void deny(const Lookup& lookup, const Hidden& hidden, ImportDraft& out) {
  out.refusal = to_string(lookup) + " may not be seen: " + hidden.reason +
                (hidden.needs.empty() ? "" : "; it takes " + hidden.needs);
  out.is_denied = true;
}

const Object* object_to_import(Drafting& drafting, const ImportRequest& request, ImportDraft& out) {
  return ObjectToImport(drafting, request, out).find();
}

}  // namespace dgctl::engine
