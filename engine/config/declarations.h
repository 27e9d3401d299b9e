#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/config/findings.h"
#include "engine/config/yaml_tree.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {

/// A resource that `resources:` or a data graph asks for, before anything of it is read.
struct Declaration {
  const Descriptor* descriptor = nullptr;
  std::string key;
  Place place;  ///< of the key
  YamlNode* node = nullptr;
  std::string called;  ///< what a message calls the node: its key in the file
  /// What the file calls the field that names it there, where that is not the field's own name.
  std::string name_key;
  bool is_of_data_graph = false;

  [[nodiscard]] Address address() const { return {descriptor->kind, make_key({key})}; }
  /// The field that `name_key` stands for: the last part of the name, or the label.
  [[nodiscard]] std::string name_field() const;
};

struct DataGraphDeclaration {
  std::string key;
  Place place;
  YamlNode* node = nullptr;
};

/// Everything that the file declares under a key of its own. Made before references are resolved,
/// since they name it.
class Declarations {
 public:
  /// Reads the outline of `resources:` and `data_graphs:`; either may be null. Adds to the tree
  /// what a data graph leaves out.
  Declarations(const YamlNode* resources,
               const YamlNode* data_graphs,
               YamlTree& tree,
               Findings& findings);

  [[nodiscard]] const std::vector<Declaration>& resources() const { return resources_; }
  [[nodiscard]] const std::vector<DataGraphDeclaration>& data_graphs() const { return graphs_; }

  /// False if a part could not be read, so that names may be missing.
  [[nodiscard]] bool is_complete() const { return is_complete_; }

  /// Whether a resource of that address is declared, be it right or wrong.
  [[nodiscard]] bool declares(const Address& address) const;

  /// A field that a reference may name.
  struct Attribute {
    YamlNode* node = nullptr;  ///< null: the file does not set it
    const Field* field = nullptr;
    Address of;
  };
  struct NoAttribute {
    std::string why;  ///< one sentence; "" if the reason has been reported already
  };
  /// What `${resources.PLURAL.KEY.FIELD}` names.
  [[nodiscard]] std::variant<Attribute, NoAttribute> find(std::string_view plural,
                                                          std::string_view key,
                                                          std::string_view field) const;

 private:
  using Finding = std::variant<Attribute, NoAttribute>;

  void read_resources(const YamlNode& resources);
  void read_plural(const YamlMember& plural);
  void read_data_graph(const YamlMember& graph, YamlTree& tree);
  void declare(Declaration declaration);
  bool is_key(const YamlMember& member);
  [[nodiscard]] NoAttribute no_such(std::string_view plural, std::string_view key) const;

  Findings& findings_;
  std::vector<Declaration> resources_;
  std::vector<DataGraphDeclaration> graphs_;
  std::map<std::pair<std::string, std::string>, std::size_t> resource_at_;  // by plural and key
  std::map<std::string, std::vector<std::string>, std::less<>> keys_;       // by plural
  bool is_complete_ = true;
};

}  // namespace dgctl::engine
