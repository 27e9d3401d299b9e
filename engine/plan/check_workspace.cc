#include "engine/plan/drafting.h"

namespace dgctl::engine {
namespace {

/// Compares what the workspace answers with what configuration and state say it is.
class WorkspaceCheck {
 public:
  explicit WorkspaceCheck(Drafting& drafting)
      : d_(drafting),
        wanted_(drafting.in.desired.workspace),
        pins_(drafting.in.state.pins),
        is_pinned_(!drafting.in.state.lineage.empty()) {}

  void run() {
    if (is_pinned_ && pins_.host != wanted_.host) {
      d_.out.wrong_workspace =
          "the state was made for " + pins_.host + ", the configuration names " + wanted_.host;
      return;
    }
    check_ids(d_.view.get(CurrentWorkspace{}));
    if (wanted_.account_id || (is_pinned_ && !pins_.account_id.empty())) {
      check_account(d_.view.get(CurrentAccount{}));
    }
  }

 private:
  void check_ids(const ReadResult* result) {
    if (result == nullptr) return;
    const auto* ids = found_in<WorkspaceIds>(result);
    if (ids == nullptr) {
      const auto* hidden = std::get_if<Hidden>(result);
      d_.problem({wanted_.place},
                 "workspace " + wanted_.host + " has no Unity Catalog metastore" +
                     (hidden == nullptr ? "" : " that may be seen: " + hidden->reason));
      return;
    }
    compare("workspace_id",
            std::to_string(ids->workspace_id),
            wanted_.workspace_id ? std::to_string(*wanted_.workspace_id) : std::string(),
            std::to_string(pins_.workspace_id));
    compare(
        "metastore_id", ids->metastore_id, wanted_.metastore_id.value_or(""), pins_.metastore_id);
  }

  void check_account(const ReadResult* result) {
    if (result == nullptr) return;
    if (const auto* account = found_in<AccountId>(result)) {
      compare("account_id", account->account_id, wanted_.account_id.value_or(""), pins_.account_id);
    } else if (wanted_.account_id) {
      d_.problem({wanted_.place},
                 "workspace " + wanted_.host +
                     " does not say which account it belongs to, and the configuration pins "
                     "account_id");
    }
  }

  void compare(const std::string& what,
               const std::string& is,
               const std::string& configured,
               const std::string& recorded) {
    differs(what, is, configured, "configuration");
    if (is_pinned_) differs(what, is, recorded, "state");
  }

  void differs(const std::string& what,
               const std::string& is,
               const std::string& pin,
               const std::string& who) {
    if (pin.empty() || lower_case(is) == lower_case(pin)) return;
    if (!d_.out.wrong_workspace.empty()) return;
    d_.out.wrong_workspace =
        wanted_.host + " answers as " + what + " " + is + "; the " + who + " is pinned to " + pin;
  }

  Drafting& d_;
  const DesiredWorkspace& wanted_;
  const Pins& pins_;
  bool is_pinned_;
};

}  // namespace

void check_workspace(Drafting& drafting) { WorkspaceCheck(drafting).run(); }

}  // namespace dgctl::engine
