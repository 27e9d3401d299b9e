#include <algorithm>

#include "engine/plan/importing.h"
#include "engine/plan/secret_lives.h"

namespace dgctl::engine {
namespace {

class SecretImport {
 public:
  SecretImport(Drafting& drafting, const ImportRequest& request, ImportDraft& out)
      : d_(drafting),
        request_(request),
        out_(out),
        resource_(*drafting.wanted_at(request.address)) {}

  void run() {
    const ReadResult* sink = d_.view.get(InSink{text_of(resource_.fields, "sink")});
    std::optional<Fields> fields = d_.resolved(resource_);
    if (sink == nullptr || !is_sink_own(d_, resource_, *sink) || !fields) return;
    fields_ = std::move(*fields);
    principal_id_ = text_of(fields_, "principal");
    if (principal_id_.empty()) {
      out_.refusal = "the service principal of " + to_string(request_.address) + " is not there";
      return;
    }
    if (is_recorded_elsewhere()) return;
    const SecretInfo* info = asked_for();
    if (info != nullptr) record(*info);
  }

 private:
  /// The records of a principal's secrets follow it, whatever their address.
  bool is_recorded_elsewhere() {
    for (const auto& [address, recorded] : d_.in.state.resources) {
      if (descriptor_of(address.kind).shape != Shape::Secret || address == request_.address) {
        continue;
      }
      if (text_of(recorded.fields, "principal") != principal_id_) continue;
      out_.refusal = "the secrets of that service principal are recorded at " + to_string(address) +
                     "; `dgctl state mv` gives them this address";
      return true;
    }
    return false;
  }

  /// nullptr: not read yet, or refused.
  const SecretInfo* asked_for() {
    const Lookup lookup = SecretsOf{principal_id_};
    const ReadResult* result = d_.view.get(lookup);
    if (result == nullptr) return nullptr;
    if (const auto* hidden = std::get_if<Hidden>(result)) {
      out_.refusal = to_string(lookup) + " may not be seen: " + hidden->reason;
      out_.is_denied = true;
      return nullptr;
    }
    static const std::vector<SecretInfo> kNone;
    const auto* listed = found_in<std::vector<SecretInfo>>(result);
    const std::vector<SecretInfo>& all = listed == nullptr ? kNone : *listed;
    const SecretInfo* info = find_secret(all, request_.id);
    if (info != nullptr) return info;
    std::vector<std::string> ids;
    ids.reserve(all.size());
    for (const SecretInfo& secret : all) ids.push_back(secret.id);
    out_.refusal = holder_of(d_, resource_, fields_) + " has no secret '" + request_.id + "'" +
                   (ids.empty() ? ", nor any other" : "; it has " + joined(ids));
    return nullptr;
  }

  [[nodiscard]] Recorded before() const {
    const auto at = d_.in.state.resources.find(request_.address);
    if (at != d_.in.state.resources.end()) return at->second;
    Recorded recorded;
    recorded.address = request_.address;
    recorded.fields = fields_;
    // What this names beside the value and is not there yet is recorded once it is.
    std::erase_if(recorded.fields,
                  [](const auto& field) { return !references_in(field.second).empty(); });
    recorded.prevent_destroy = resource_.prevent_destroy;
    recorded.needs = resource_.needs;
    std::sort(recorded.needs.begin(), recorded.needs.end());
    return recorded;
  }

  /// Its value need not be known: one that is proven stays in use, and no plan takes it for lost.
  void record(const SecretInfo& info) {
    Recorded recorded = before();
    if (recorded.secrets.size() >= kMostOfOurs) {
      out_.refusal = to_string(request_.address) +
                     " has two secrets recorded already, which is the most that there may be";
      return;
    }
    RecordedSecret secret;
    secret.id = info.id;
    secret.principal_id = principal_id_;
    secret.hash = info.hash;
    secret.created = info.created;
    secret.expires = info.expires;
    secret.sink = text_of(fields_, "sink");
    secret.status = SecretStatus::Proven;
    if (!info.expires.empty()) secret.lifetime_s = time_of(info.expires) - time_of(info.created);
    recorded.secrets.push_back(secret);
    std::stable_sort(
        recorded.secrets.begin(), recorded.secrets.end(), [](const auto& a, const auto& b) {
          return time_of(a.created) < time_of(b.created);
        });
    recorded.id = recorded.secrets.back().id;
    const auto* label = found_in<SinkLabel>(d_.view.peek(InSink{secret.sink}));
    if (label == nullptr || label->secret_id != secret.id) {
      out_.note = "the sink " + secret.sink +
                  " does not hold it, and nobody is told its value again: `dgctl rotate " +
                  request_.address.key + "` adds another one and stores that";
    }
    out_.recorded = std::move(recorded);
  }

  Drafting& d_;
  const ImportRequest& request_;
  ImportDraft& out_;
  const DesiredResource& resource_;
  Fields fields_;
  std::string principal_id_;
};

}  // namespace

void draft_secret_import(Drafting& drafting, const ImportRequest& request, ImportDraft& out) {
  SecretImport(drafting, request, out).run();
}

}  // namespace dgctl::engine
