# Completion of magpain for PowerShell, printed by `magpain completion powershell`.
Register-ArgumentCompleter -Native -CommandName magpain -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
                         else { $_.Extent.Text } })
    # The word in question goes after a "=", since older versions don't pass an empty one on.
    $program = $commandAst.CommandElements[0].Extent.Text
    $answer = @(& $program __complete powershell @words "=$wordToComplete" 2>$null)
    if ($answer.Count -lt 2) { return }
    foreach ($line in $answer[1..($answer.Count - 1)]) {
        $word, $help = $line -split "`t", 2
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
    }
}
