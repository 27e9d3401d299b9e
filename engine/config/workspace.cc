#include "engine/config/workspace.h"

#include <utility>
#include <variant>

#include "engine/config/host.h"
#include "engine/config/section.h"
#include "engine/config/unsupported.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

std::string below(std::string_view folder, const std::string& url) {
  constexpr std::string_view kSimulated = "sim:";
  const bool is_relative = url.starts_with(kSimulated) && url[kSimulated.size()] != '/';
  if (!is_relative || folder.empty()) return url;
  return std::string(kSimulated) + std::string(folder) + "/" + url.substr(kSimulated.size());
}

std::optional<std::string> read_uuid(Section& keys, std::string_view name, Findings& findings) {
  const auto text = keys.text(name);
  if (!text) return std::nullopt;
  if (is_uuid(*text)) return lower_case(*text);
  findings.error(keys.place_of(name), in_quotes(name) + " must be a UUID, not " + in_quotes(*text));
  return std::nullopt;
}

void read_host(const std::string& text,
               const Place& place,
               std::string_view folder,
               DesiredWorkspace& workspace,
               Findings& findings) {
  auto host = clean_host(text);
  if (const auto* why = std::get_if<std::string>(&host)) {
    findings.error(place, "'host' " + *why);
    return;
  }
  auto& clean = std::get<CleanHost>(host);
  workspace.host = below(folder, clean.url);
  if (!workspace.workspace_id) workspace.workspace_id = clean.workspace_id;
  if (!workspace.account_id) workspace.account_id = std::move(clean.account_id);
}

}  // namespace

DesiredWorkspace read_workspace(const YamlMember& member,
                                std::string_view folder,
                                Findings& findings) {
  DesiredWorkspace workspace;
  workspace.place = member.place;
  Section keys(member.value, "'workspace'", findings);
  const YamlNode* host = keys.get("host");
  const YamlNode* profile = keys.get("profile");
  workspace.workspace_id = keys.number("workspace_id");
  if (workspace.workspace_id && *workspace.workspace_id <= 0) {
    findings.error(keys.place_of("workspace_id"), "'workspace_id' must be greater than 0");
  }
  workspace.metastore_id = read_uuid(keys, "metastore_id", findings);
  workspace.account_id = read_uuid(keys, "account_id", findings);
  keys.finish("workspace");
  if (profile != nullptr) {
    const auto name = read_text(*profile, "'profile'", findings);
    if (name && name->empty()) {
      findings.error(profile->place, "'profile' is empty; name a profile, or leave it out");
    }
    workspace.profile = name.value_or("");
  }
  if (host != nullptr) {
    const auto text = read_text(*host, "'host'", findings);
    if (text) read_host(*text, host->place, folder, workspace, findings);
  }
  if (keys.is_map() && host == nullptr && profile == nullptr) {
    findings.error(member.place, "'workspace' names no workspace; write host or profile in it");
  }
  return workspace;
}

std::string read_state_path(const YamlNode* node, Findings& findings) {
  std::string path = ".dgctl";
  Section keys(node, "'state'", findings);
  const YamlNode* backend = keys.get("backend");
  const bool is_unread = backend != nullptr && backend->type == YamlType::Scalar &&
                         is_unsupported("state.backend", backend->text);
  if (is_unread) {
    findings.error(backend->place, unsupported_message(backend->text));
  } else if (backend != nullptr) {
    read_word(*backend, "'backend'", {"local"}, findings);
  }
  if (auto text = keys.text("path")) path = std::move(*text);
  if (path.empty()) findings.error(keys.place_of("path"), "'path' is empty; name a folder");
  // What else another backend takes is not worth a message of its own.
  if (!is_unread) keys.finish("state");
  return path;
}

}  // namespace dgctl::engine
