<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
<#assign licences = entry.getValue()/>
<#if project.groupId != "org.convoy">
${project.groupId}:${project.artifactId}:${project.version}<#if project.url?? && project.url?starts_with("http")>, ${project.url}</#if>
    <#list licences as licence>${licence}<#if licence_has_next> or </#if></#list>
</#if>
</#list>
